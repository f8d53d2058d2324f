package dev.semblance.encoders;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How alike two vectors are: higher is more alike, for every function. Names and
 * semantics are those of sentence-transformers, where distances are negated.
 */
public enum SimilarityFunction {

	/** Cosine of the angle, from -1 to 1; 0 if either vector is all zeros. */
	COSINE {
		@Override
		double score(float[] left, float[] right) {
			double leftNorm = Math.sqrt(dot(left, left));
			double rightNorm = Math.sqrt(dot(right, right));
			return (leftNorm == 0 || rightNorm == 0) ? 0 : dot(left, right) / (leftNorm * rightNorm);
		}
	},

	/** Inner product. */
	DOT {
		@Override
		double score(float[] left, float[] right) {
			return dot(left, right);
		}
	},

	/** Negated Euclidean distance, 0 at most. */
	EUCLIDEAN {
		@Override
		double score(float[] left, float[] right) {
			double sum = 0;
			for (int i = 0; i < left.length; i++) {
				double difference = (double) left[i] - right[i];
				sum += difference * difference;
			}
			return -Math.sqrt(sum);
		}
	},

	/** Negated Manhattan distance, 0 at most. */
	MANHATTAN {
		@Override
		double score(float[] left, float[] right) {
			double sum = 0;
			for (int i = 0; i < left.length; i++) {
				sum += Math.abs((double) left[i] - right[i]);
			}
			return -sum;
		}
	};

	/**
	 * Compares two vectors.
	 * @param left a vector
	 * @param right a vector of the same length
	 * @return the similarity
	 * @throws IllegalArgumentException if the lengths differ
	 */
	public double between(float[] left, float[] right) {
		if (left.length != right.length) {
			throw new IllegalArgumentException("Vectors of %d and %d dimensions cannot be compared; both must come "
				.formatted(left.length, right.length) + "from the same model.");
		}
		return score(left, right);
	}

	abstract double score(float[] left, float[] right);

	/**
	 * Returns the name that model files use.
	 * @return the name in lower case
	 */
	public String modelName() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Finds a function by the name that model files use.
	 * @param name the name, for example {@code cosine}
	 * @return the function
	 * @throws InvalidInputException if there is none of that name
	 */
	public static SimilarityFunction named(String name) {
		for (SimilarityFunction function : values()) {
			if (function.modelName().equals(name)) {
				return function;
			}
		}
		throw new InvalidInputException("Unknown similarity function '%s'.".formatted(name), "Use one of %s."
			.formatted(Arrays.stream(values()).map(SimilarityFunction::modelName).collect(Collectors.joining(", "))));
	}

	private static double dot(float[] left, float[] right) {
		double sum = 0;
		for (int i = 0; i < left.length; i++) {
			sum += (double) left[i] * right[i];
		}
		return sum;
	}

}
