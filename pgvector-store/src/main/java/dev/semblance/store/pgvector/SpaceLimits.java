package dev.semblance.store.pgvector;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.retrieval.SparseSpace;
import dev.semblance.store.pgvector.internal.schema.SpaceDescription;
import dev.semblance.store.pgvector.internal.schema.SpaceDescription.Precision;

/**
 * How many dimensions types and indexes of the extension take.
 */
final class SpaceLimits {

	private static final int MOST_DIMENSIONS = 16_000;

	private static final int MOST_DIMENSIONS_OF_SINGLE_INDEX = 2_000;

	private static final int MOST_DIMENSIONS_OF_HALF_INDEX = 4_000;

	private static final int MOST_DIMENSIONS_OF_SPARSE_VECTORS = 1_000_000_000;

	private SpaceLimits() {
	}

	/**
	 * Chooses how numbers are kept: in half precision also where no index takes more.
	 */
	static Precision precision(EmbeddingSpace space, DensePrecision wanted, DenseIndex index) {
		int dimensions = space.dimensions();
		if (dimensions < 1 || dimensions > MOST_DIMENSIONS) {
			throw new InvalidInputException("The embedding space %s has %d dimensions.".formatted(space, dimensions),
					"Use a model of 1 to %d.".formatted(MOST_DIMENSIONS));
		}
		if (index == DenseIndex.HNSW && dimensions > MOST_DIMENSIONS_OF_HALF_INDEX) {
			throw new InvalidInputException(
					"An HNSW index takes vectors of up to %d dimensions, the embedding space is %s."
						.formatted(MOST_DIMENSIONS_OF_HALF_INDEX, space),
					"Use an index of signs, or none.");
		}
		boolean half = wanted == DensePrecision.HALF || dimensions > MOST_DIMENSIONS_OF_SINGLE_INDEX;
		return half ? Precision.HALF : Precision.SINGLE;
	}

	static SparseSpace checked(SparseSpace space) {
		if (space.dimensions() < 1 || space.dimensions() > MOST_DIMENSIONS_OF_SPARSE_VECTORS) {
			throw new InvalidInputException(
					"The sparse space %s has %d dimensions.".formatted(space, space.dimensions()),
					"Use a model of 1 to %d.".formatted(MOST_DIMENSIONS_OF_SPARSE_VECTORS));
		}
		return space;
	}

	/**
	 * Chooses the index of a collection that is there, and may have more dimensions than
	 * an index takes that was not chosen for it.
	 */
	static DenseIndex index(SpaceDescription space, DenseIndex wanted) {
		boolean tooMany = wanted == DenseIndex.HNSW && space.dimensions() > MOST_DIMENSIONS_OF_HALF_INDEX;
		return tooMany ? DenseIndex.NONE : wanted;
	}

}
