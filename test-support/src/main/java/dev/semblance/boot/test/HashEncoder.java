package dev.semblance.boot.test;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.DenseEncoding;
import dev.semblance.encoders.DenseModel;
import dev.semblance.encoders.Device;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.ModelVersion;
import dev.semblance.encoders.Prompt;
import dev.semblance.encoders.Prompts;
import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.encoders.TextRole;
import dev.semblance.encoders.TokenUsage;

/**
 * A dense encoder without a model: words are hashed into dimensions, and vectors have
 * unit length, so that texts are the more similar the more words they share. It knows no
 * meaning. The same text has the same vector in every JVM. Upper and lower case, and what
 * is between words, make no difference.
 */
public final class HashEncoder implements DenseEncoder {

	/** Dimensions of an encoder that is created without any. */
	public static final int DEFAULT_DIMENSIONS = 256;

	private final DenseModel model;

	/**
	 * Creates an encoder of {@value #DEFAULT_DIMENSIONS} dimensions.
	 */
	public HashEncoder() {
		this(DEFAULT_DIMENSIONS);
	}

	/**
	 * Creates an encoder.
	 * @param dimensions how many, 2 or more: with few of them different words count as
	 * the same
	 */
	public HashEncoder(int dimensions) {
		if (dimensions < 2) {
			throw new InvalidInputException("A hash encoder cannot have %d dimensions.".formatted(dimensions),
					"Use 2 or more.");
		}
		this.model = new DenseModel("semblance-test/hash", dimensions, Integer.MAX_VALUE, "mean", true,
				SimilarityFunction.COSINE, Prompts.NONE, new Device.Cpu(), ModelVersion.UNKNOWN);
	}

	@Override
	public DenseModel model() {
		return this.model;
	}

	@Override
	public DenseEncoding encode(List<String> texts, TextRole role, Prompt prompt) {
		List<float[]> vectors = new ArrayList<>(texts.size());
		long words = 0;
		for (String text : texts) {
			SortedMap<Integer, Integer> counts = HashedWords.counts(this.model.prompts().resolve(role, prompt) + text,
					this.model.dimensions() - 1);
			vectors.add(vector(counts));
			words += HashedWords.length(counts);
		}
		return new DenseEncoding(vectors, new TokenUsage(words, 0));
	}

	/** The last dimension is that of texts without words, which have unit length too. */
	private float[] vector(SortedMap<Integer, Integer> counts) {
		float[] vector = new float[this.model.dimensions()];
		if (counts.isEmpty()) {
			vector[vector.length - 1] = 1;
			return vector;
		}
		double squares = counts.values().stream().mapToDouble((count) -> (double) count * count).sum();
		counts.forEach((dimension, count) -> vector[dimension] = (float) (count / Math.sqrt(squares)));
		return vector;
	}

	@Override
	public List<Integer> countTokens(List<String> texts, TextRole role) {
		return texts.stream()
			.map((text) -> HashedWords.length(HashedWords.counts(text, this.model.dimensions())))
			.toList();
	}

	@Override
	public void close() {
		// Holds nothing.
	}

}
