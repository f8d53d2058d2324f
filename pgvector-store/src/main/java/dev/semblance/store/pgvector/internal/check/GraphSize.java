package dev.semblance.store.pgvector.internal.check;

/**
 * How much memory the graph of an HNSW index takes while it is built. It follows from the
 * structures of pgvector 0.8, and was compared with the number of vectors after which a
 * build reports that they no longer fit: at most 5 % off, for m from 8 to 32.
 */
final class GraphSize {

	/** An element without its neighbours and its vector. */
	private static final int ELEMENT_BYTES = 150;

	/** A list of neighbours, of which each layer of an element has one. */
	private static final int LAYER_BYTES = 24;

	private static final int NEIGHBOUR_BYTES = 16;

	private GraphSize() {
	}

	/**
	 * Estimates the bytes of a graph.
	 * @param vectors how many vectors it has
	 * @param vectorBytes bytes of a vector, as it is indexed
	 * @param m connections of a vector in each layer, twice as many in the lowest
	 */
	static long of(long vectors, double vectorBytes, int m) {
		double upperLayers = 1.0 / (m - 1);
		double bytes = ELEMENT_BYTES + LAYER_BYTES * (1 + upperLayers) + NEIGHBOUR_BYTES * m * (2 + upperLayers)
				+ vectorBytes;
		return Math.round(vectors * bytes);
	}

}
