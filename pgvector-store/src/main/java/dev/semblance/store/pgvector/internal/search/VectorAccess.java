package dev.semblance.store.pgvector.internal.search;

/**
 * How a leg reaches the vectors that it compares with.
 */
sealed interface VectorAccess {

	/**
	 * It compares with all.
	 */
	record Scan() implements VectorAccess {
	}

	/**
	 * It compares with those that an HNSW index of the vectors proposes.
	 */
	record VectorIndex() implements VectorAccess {
	}

	/**
	 * It compares with those that an HNSW index of the vectors' signs proposes.
	 *
	 * @param signs the signs
	 */
	record SignIndex(VectorSigns signs) implements VectorAccess {

		/** How many vectors are compared for one that is wanted; 10 to 40 are usual. */
		private static final int PROPOSED_PER_WANTED = 20;

		private static final int MOST_PROPOSED = 10_000;

		static int proposed(int window) {
			return Math.max(window, Math.min(PROPOSED_PER_WANTED * window, MOST_PROPOSED));
		}

	}

}
