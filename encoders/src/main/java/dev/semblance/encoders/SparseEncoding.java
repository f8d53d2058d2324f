package dev.semblance.encoders;

import java.util.List;

/**
 * Result of one call to a sparse encoder.
 *
 * @param vectors one vector per text, in the order of the texts
 * @param usage what the call cost and what it cut
 */
public record SparseEncoding(List<SparseVector> vectors, TokenUsage usage) {

	/**
	 * Protects the list from later changes.
	 */
	public SparseEncoding {
		vectors = List.copyOf(vectors);
	}

}
