package dev.semblance.encoders.internal.runtime;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

import dev.semblance.encoders.internal.tokenizer.TokenizedText;

/**
 * Texts that run together.
 *
 * @param positions where the texts stand in the caller's list
 * @param length number of tokens that every text is filled up to
 */
public record Batch(List<Integer> positions, int length) {

	/**
	 * Copies the positions.
	 */
	public Batch {
		positions = List.copyOf(positions);
	}

	/**
	 * Cuts texts into batches. They are sorted by length, longest first, so that little
	 * of a batch is padding and the largest batch, the one that could exhaust memory,
	 * comes first.
	 * @param texts the texts
	 * @param tokenBudget tokens of one batch, padding included; a longer text runs alone
	 * @return the batches
	 */
	public static List<Batch> plan(List<TokenizedText> texts, int tokenBudget) {
		List<Integer> order = IntStream.range(0, texts.size())
			.boxed()
			.sorted(Comparator.comparingInt((Integer position) -> texts.get(position).ids().length).reversed())
			.toList();
		List<Batch> batches = new ArrayList<>();
		int start = 0;
		while (start < order.size()) {
			// Without special tokens the empty text has no tokens, but a batch has
			// columns.
			int length = Math.max(1, texts.get(order.get(start)).ids().length);
			int size = Math.max(1, tokenBudget / length);
			int end = Math.min(order.size(), start + size);
			batches.add(new Batch(order.subList(start, end), length));
			start = end;
		}
		return batches;
	}

}
