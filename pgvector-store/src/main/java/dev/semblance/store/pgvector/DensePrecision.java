package dev.semblance.store.pgvector;

/**
 * How the numbers of dense vectors are kept.
 */
public enum DensePrecision {

	/** 32 bits each, <code>vector</code>: up to 2,000 dimensions. */
	SINGLE,

	/**
	 * 16 bits each, <code>halfvec</code>: half the space, and the same results for
	 * practical purposes.
	 */
	HALF

}
