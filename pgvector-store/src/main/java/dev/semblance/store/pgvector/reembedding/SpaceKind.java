package dev.semblance.store.pgvector.reembedding;

/**
 * What kind of vectors a space has. A collection serves at most one space of each kind.
 */
public enum SpaceKind {

	/** Dense vectors. */
	DENSE,

	/** Sparse vectors. */
	SPARSE

}
