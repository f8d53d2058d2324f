package dev.semblance.store.pgvector.reembedding;

/**
 * What a collection does with a space of vectors.
 */
public enum SpaceState {

	/** Stores that are opened search it, and write into it. */
	SERVED,

	/** It is on the way to be served. */
	BESIDE,

	/** It was served until another took its place, and is there to go back to. */
	FORMERLY_SERVED

}
