package dev.semblance.store.pgvector;

/**
 * How the sparse leg searches.
 */
public enum SparseIndex {

	/** By comparing with every vector: exact. */
	NONE,

	/**
	 * By an HNSW index: faster for large collections, and approximate. How much is missed
	 * depends on the model; measure it.
	 */
	HNSW

}
