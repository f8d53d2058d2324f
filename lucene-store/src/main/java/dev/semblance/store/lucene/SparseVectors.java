package dev.semblance.store.lucene;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.SparseVector;
import dev.semblance.retrieval.SparseSpace;
import dev.semblance.retrieval.internal.vectors.KeptVectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks sparse vectors. Negative values are refused: no sparse encoder makes any, and
 * without them a document's inner product can only grow with every dimension that it has
 * in common with the query.
 *
 * @param space the space of the vectors
 */
record SparseVectors(SparseSpace space) {

	/** Beyond it the single-precision inner product of two vectors could overflow. */
	static final float LARGEST = 0x1p50f;

	/**
	 * Most values of a vector: Lucene adds up in an int the frequencies of a document's
	 * terms, of which a {@link org.apache.lucene.document.FeatureField} takes up to
	 * 65,279 for each.
	 */
	static final int MAX_ACTIVE_DIMENSIONS = 32_768;

	/**
	 * Checks the space.
	 */
	SparseVectors {
		if (space.dimensions() < 1) {
			throw new InvalidInputException(
					"The sparse space %s has %d dimensions.".formatted(space, space.dimensions()),
					"Use a model of 1 or more.");
		}
	}

	/**
	 * Checks a vector.
	 * @param vector the vector
	 * @param owner whose it is, for the message
	 * @return the vector without the zeros among its values
	 */
	SparseVector checked(@Nullable SparseVector vector, String owner) {
		SparseVector required = new KeptVectors(this.space.model(), this.space.dimensions(), this.space).require(vector,
				owner);
		int active = 0;
		for (float value : required.values()) {
			if (!(value >= 0) || value > LARGEST) {
				throw new InvalidInputException("%s has a sparse vector with the value %s.".formatted(owner, value),
						"Use values from 0 to %.0e.".formatted(LARGEST));
			}
			active += (value > 0) ? 1 : 0;
		}
		if (active > MAX_ACTIVE_DIMENSIONS) {
			throw new InvalidInputException(
					"%s has a sparse vector with %d values that are not zero.".formatted(owner, active),
					"Use at most %d, for example by limiting the encoder's active dimensions."
						.formatted(MAX_ACTIVE_DIMENSIONS));
		}
		return (active == required.activeDimensions()) ? required : withoutZeros(required, active);
	}

	private static SparseVector withoutZeros(SparseVector vector, int active) {
		int[] indices = new int[active];
		float[] values = new float[active];
		int count = 0;
		for (int i = 0; i < vector.activeDimensions(); i++) {
			if (vector.values()[i] > 0) {
				indices[count] = vector.indices()[i];
				values[count++] = vector.values()[i];
			}
		}
		return new SparseVector(vector.dimensions(), indices, values);
	}

}
