package dev.semblance.encoders;

import java.util.List;

/**
 * Result of one call to a dense encoder.
 *
 * @param vectors one vector per text, in the order of the texts; every array is new and
 * belongs to the caller
 * @param usage what the call cost and what it cut
 */
public record DenseEncoding(List<float[]> vectors, TokenUsage usage) {

	/**
	 * Protects the list from later changes.
	 */
	public DenseEncoding {
		vectors = List.copyOf(vectors);
	}

}
