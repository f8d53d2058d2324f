package dev.semblance.boot.test;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.IntStream;

import dev.semblance.encoders.Device;
import dev.semblance.encoders.ModelVersion;
import dev.semblance.encoders.Prompt;
import dev.semblance.encoders.Prompts;
import dev.semblance.encoders.SparseEncoder;
import dev.semblance.encoders.SparseEncoding;
import dev.semblance.encoders.SparseModel;
import dev.semblance.encoders.SparseVector;
import dev.semblance.encoders.TextRole;
import dev.semblance.encoders.TokenUsage;
import dev.semblance.encoders.WeightedTerm;

/**
 * A sparse encoder without a model: every word is hashed into one of {@value #DIMENSIONS}
 * dimensions, whose value grows with the logarithm of how often the word is there. The
 * same text has the same vector in every JVM.
 */
public final class HashSparseEncoder implements SparseEncoder {

	/** Dimensions of its vectors. */
	public static final int DIMENSIONS = 30_000;

	private static final SparseModel MODEL = new SparseModel("semblance-test/hash-sparse", DIMENSIONS,
			Integer.MAX_VALUE, null, Prompts.NONE, new Device.Cpu(), ModelVersion.UNKNOWN);

	/**
	 * Creates an encoder.
	 */
	public HashSparseEncoder() {
	}

	@Override
	public SparseModel model() {
		return MODEL;
	}

	@Override
	public SparseEncoding encode(List<String> texts, TextRole role, Prompt prompt) {
		List<SparseVector> vectors = new ArrayList<>(texts.size());
		long words = 0;
		for (String text : texts) {
			SortedMap<Integer, Integer> counts = HashedWords.counts(MODEL.prompts().resolve(role, prompt) + text,
					DIMENSIONS);
			vectors.add(vector(counts));
			words += HashedWords.length(counts);
		}
		return new SparseEncoding(vectors, new TokenUsage(words, 0));
	}

	private static SparseVector vector(SortedMap<Integer, Integer> counts) {
		int[] indices = counts.keySet().stream().mapToInt(Integer::intValue).toArray();
		float[] values = new float[indices.length];
		for (int i = 0; i < indices.length; i++) {
			values[i] = (float) Math.log1p(counts.getOrDefault(indices[i], 0));
		}
		return new SparseVector(DIMENSIONS, indices, values);
	}

	/** A hash does not tell its word: terms are called by their dimension. */
	@Override
	public List<WeightedTerm> decode(SparseVector vector, int limit) {
		return IntStream.range(0, vector.activeDimensions())
			.mapToObj((i) -> new WeightedTerm("#" + vector.indices()[i], vector.values()[i]))
			.sorted(Comparator.comparing(WeightedTerm::weight).reversed())
			.limit(limit)
			.toList();
	}

	@Override
	public void close() {
		// Holds nothing.
	}

}
