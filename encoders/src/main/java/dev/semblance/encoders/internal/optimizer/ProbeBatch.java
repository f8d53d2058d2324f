package dev.semblance.encoders.internal.optimizer;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

import dev.semblance.encoders.internal.onnx.ModelInputs;

/**
 * A small batch of made-up texts, by which a graph is asked what it computes. No two axes
 * have the same length, and texts differ in theirs.
 *
 * @param ids token ids, text by text
 * @param mask 1 for tokens, 0 for padding
 * @param types token types
 */
@SuppressWarnings("ArrayRecordComponent")
public record ProbeBatch(long[][] ids, long[][] mask, long[][] types) {

	/** Ids below are special ones in most vocabularies, above all that of padding. */
	private static final int FIRST_ID = 6;

	/**
	 * Makes a batch.
	 * @param vocabulary number of token ids
	 * @param paddingId the id that padding has
	 * @param typeCount number of token types
	 * @param lengths numbers of tokens of the texts
	 * @return the batch, always the same for the same arguments
	 */
	static ProbeBatch of(long vocabulary, long paddingId, long typeCount, int... lengths) {
		Random random = new Random(42);
		int longest = Arrays.stream(lengths).max().orElse(1);
		long[][] ids = new long[lengths.length][longest];
		long[][] mask = new long[lengths.length][longest];
		long[][] types = new long[lengths.length][longest];
		int last = (int) Math.min(vocabulary, 20_000);
		for (int text = 0; text < lengths.length; text++) {
			for (int token = 0; token < longest; token++) {
				boolean there = token < lengths[text];
				int first = Math.min(FIRST_ID, last - 1);
				ids[text][token] = there ? first + random.nextInt(last - first) : paddingId;
				mask[text][token] = there ? 1 : 0;
				types[text][token] = (there && typeCount > 1 && token > lengths[text] / 2) ? 1 : 0;
			}
		}
		return new ProbeBatch(ids, mask, types);
	}

	/**
	 * Returns what goes into an input.
	 * @param name the input's name
	 * @return its elements; places of tokens for any other than ids, mask and types
	 */
	public long[][] rows(String name) {
		return switch (name) {
			case ModelInputs.INPUT_IDS -> this.ids;
			case ModelInputs.ATTENTION_MASK -> this.mask;
			case ModelInputs.TOKEN_TYPE_IDS -> this.types;
			default -> {
				long[][] places = new long[texts()][];
				Arrays.fill(places, LongStream.range(0, tokens()).toArray());
				yield places;
			}
		};
	}

	/**
	 * Tells whether any text is shorter than another.
	 * @return whether one is
	 */
	public boolean isPadded() {
		return Arrays.stream(this.mask).flatMapToLong(Arrays::stream).anyMatch((there) -> there == 0);
	}

	ProbedTensor input(String name) {
		long[] values = Arrays.stream(rows(name)).flatMapToLong(Arrays::stream).toArray();
		float[] floats = new float[values.length];
		for (int i = 0; i < values.length; i++) {
			floats[i] = values[i];
		}
		return new ProbedTensor(List.of((long) texts(), (long) tokens()), floats);
	}

	int texts() {
		return this.ids.length;
	}

	int tokens() {
		return this.ids[0].length;
	}

}
