package dev.semblance.store.pgvector;

/**
 * How the dense leg searches a large collection.
 */
public enum DenseIndex {

	/** By an HNSW index of the vectors: up to 4,000 dimensions. */
	HNSW,

	/**
	 * By an HNSW index of the vectors' signs, a bit for each dimension, whose candidates
	 * are compared by the vectors themselves: a small index for many dimensions.
	 */
	HNSW_OF_SIGNS,

	/** By comparing with every vector. */
	NONE

}
