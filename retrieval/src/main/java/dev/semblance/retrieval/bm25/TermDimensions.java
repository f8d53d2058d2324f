package dev.semblance.retrieval.bm25;

import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;

/**
 * Hashes terms to dimensions, for good: stored vectors depend on it. The 32 bits of
 * MurmurHash3 (x86, seed 0) of the term's UTF-8 bytes, unsigned, are scaled to the number
 * of dimensions.
 */
final class TermDimensions {

	/**
	 * Most dimensions that a {@code sparsevec} of pgvector can have. Two terms share a
	 * dimension with a probability of 1.01e-9.
	 */
	static final int COUNT = 1_000_000_000;

	private static final int SEED = 0;

	private TermDimensions() {
	}

	static int of(BytesRef term) {
		long hash = Integer.toUnsignedLong(StringHelper.murmurhash3_x86_32(term, SEED));
		return (int) ((hash * COUNT) >>> Integer.SIZE);
	}

}
