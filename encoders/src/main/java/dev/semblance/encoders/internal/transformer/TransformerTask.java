package dev.semblance.encoders.internal.transformer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.TextPair;
import dev.semblance.encoders.TokenUsage;
import dev.semblance.encoders.internal.runtime.InferenceSession;
import dev.semblance.encoders.internal.runtime.OutputTensor;
import dev.semblance.encoders.internal.scheduler.ScheduledModel;
import dev.semblance.encoders.internal.tokenizer.TokenizedText;

/**
 * Some outputs of a transformer, computed for texts. Safe for concurrent callers.
 *
 * @param <T> what is made of each text
 */
public final class TransformerTask<T> {

	private final TransformerRunner runner;

	private final ScheduledModel<T> model;

	TransformerTask(TransformerRunner runner, InferenceSession session, List<OutputTensor> outputs,
			BatchReader<T> reader) {
		this.runner = runner;
		this.model = session.schedule(new TransformerBatches<>(runner, session, outputs, reader));
	}

	/**
	 * Runs texts.
	 * @param texts the texts
	 * @param preparation how they become tokens
	 * @return one result for each text, in the same order
	 * @throws IllegalStateException if the transformer is closed
	 */
	public Results<T> run(List<String> texts, Preparation preparation) {
		List<String> own = own(texts);
		String prompt = preparation.prompt();
		UnaryOperator<String> prefixed = prompt.isEmpty() ? UnaryOperator.identity() : prompt::concat;
		return run(new TokenizingSource<>(own, String::length,
				(part, first) -> this.runner
					.tokenize(part.stream().map(prefixed).toList(), first, own.size(), preparation.maxLength())
					.stream()
					.map(preparation.finish())
					.toList()));
	}

	/**
	 * Runs pairs.
	 * @param pairs the pairs
	 * @param prompt the prefix of each pair's first text
	 * @return one result for each pair, in the same order
	 * @throws IllegalStateException if the transformer is closed
	 */
	public Results<T> runPairs(List<TextPair> pairs, String prompt) {
		List<TextPair> own = own(pairs);
		for (int i = 0; i < own.size(); i++) {
			requireText(own.get(i).first(), i, own.size());
			requireText(own.get(i).second(), i, own.size());
		}
		UnaryOperator<TextPair> prefixed = prompt.isEmpty() ? UnaryOperator.identity()
				: (pair) -> new TextPair(prompt + pair.first(), pair.second());
		return run(new TokenizingSource<>(own, (pair) -> pair.first().length() + pair.second().length(),
				(part, first) -> this.runner.tokenizePairs(part.stream().map(prefixed).toList(), first, own.size())));
	}

	/** All texts are looked at before any is run, and later changes do not matter. */
	private static <I> List<I> own(List<I> texts) {
		List<I> own = new ArrayList<>(texts);
		for (int i = 0; i < own.size(); i++) {
			requireText(own.get(i), i, own.size());
		}
		return own;
	}

	private static void requireText(Object text, int position, int count) {
		if (text == null) {
			throw new InvalidInputException("Text %d of %d is null.".formatted(position + 1, count),
					"Give a string for every text; the empty string will do.");
		}
	}

	private Results<T> run(TokenizingSource<?> source) {
		return this.runner.whileOpen(() -> {
			List<T> results = this.model.run(source.count(), source, this.runner.deadline());
			return new Results<>(results, source.usage());
		});
	}

	/**
	 * How texts become tokens.
	 *
	 * @param prompt the prefix of each text
	 * @param maxLength longest result in tokens, special tokens included
	 * @param finish what is done to each text's tokens afterwards
	 */
	public record Preparation(String prompt, int maxLength, UnaryOperator<TokenizedText> finish) {
	}

	/**
	 * What became of a call's texts.
	 *
	 * @param values one result for each text, in their order
	 * @param usage what the call cost and what it cut
	 * @param <T> what was made of each text
	 */
	public record Results<T>(List<T> values, TokenUsage usage) {

		/**
		 * Copies the values.
		 */
		public Results {
			values = List.copyOf(values);
		}

	}

}
