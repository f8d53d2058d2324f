package dev.semblance.store.lucene;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.retrieval.internal.vectors.KeptVectors;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of one embedding space, as the index keeps and compares them. For cosine
 * they are brought to unit length once, so that comparing needs the inner product only; a
 * vector of zeros stays as it is and is 0 alike to everything.
 */
final class DenseVectors {

	/**
	 * Longest length (Euclidean norm) of a vector; beyond it the single-precision inner
	 * product of two vectors could overflow.
	 */
	static final double LONGEST = 1e18;

	private final EmbeddingSpace space;

	DenseVectors(EmbeddingSpace space) {
		if (space.dimensions() < 1 || space.dimensions() > LargeVectorsCodec.MAX_DIMENSIONS) {
			throw new InvalidInputException(
					"The embedding space %s has %d dimensions.".formatted(space, space.dimensions()),
					"Use a model of 1 to %d.".formatted(LargeVectorsCodec.MAX_DIMENSIONS));
		}
		if (space.similarity() == SimilarityFunction.MANHATTAN) {
			throw new InvalidInputException("The Lucene store cannot search %s by Manhattan distance.".formatted(space),
					"Use a space compared by cosine, dot or euclidean.");
		}
		this.space = space;
	}

	EmbeddingSpace space() {
		return this.space;
	}

	VectorSimilarityFunction indexSimilarity() {
		return switch (this.space.similarity()) {
			case COSINE -> VectorSimilarityFunction.DOT_PRODUCT;
			case DOT -> VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT;
			case EUCLIDEAN -> VectorSimilarityFunction.EUCLIDEAN;
			case MANHATTAN -> throw new IllegalStateException("Manhattan distance was refused.");
		};
	}

	/**
	 * Checks a vector and makes it what the index keeps.
	 * @param vector the vector
	 * @param owner whose it is, for the message
	 * @return a new array
	 */
	float[] checked(float @Nullable [] vector, String owner) {
		float[] required = new KeptVectors(this.space.model(), this.space.dimensions(), this.space).require(vector,
				owner);
		double norm = norm(required);
		if (!Double.isFinite(norm)) {
			throw new InvalidInputException("%s has a vector with a number that is not finite.".formatted(owner),
					"Check the model that made it.");
		}
		if (this.space.similarity() == SimilarityFunction.COSINE) {
			return unit(required, norm);
		}
		if (norm > LONGEST) {
			throw new InvalidInputException("%s has a vector of length %.3g.".formatted(owner, norm),
					"Scale the vectors to lengths of at most %.0e.".formatted(LONGEST));
		}
		return required.clone();
	}

	/**
	 * Compares two vectors that were checked.
	 */
	double similarity(float[] left, float[] right) {
		if (this.space.similarity() != SimilarityFunction.COSINE) {
			// Adding 0 makes -0.0 the 0.0 that it equals.
			return this.space.similarity().between(left, right) + 0.0;
		}
		return Math.max(-1, Math.min(1, SimilarityFunction.DOT.between(left, right) + 0.0));
	}

	private static double norm(float[] vector) {
		double sum = 0;
		for (float value : vector) {
			sum += (double) value * value;
		}
		return Math.sqrt(sum);
	}

	private static float[] unit(float[] vector, double norm) {
		float[] unit = vector.clone();
		if (norm > 0) {
			for (int i = 0; i < unit.length; i++) {
				unit[i] = (float) (unit[i] / norm);
			}
		}
		return unit;
	}

}
