package dev.semblance.store.pgvector.reembedding;

import java.util.List;

import dev.semblance.encoders.TokenUsage;

/**
 * What a call has done to fill a space, or has done so far.
 *
 * @param written documents that got their vector
 * @param lacking documents that lack one still: as they were counted when the last pass
 * began, less what was written since
 * @param documentsPerSecond how many were written in a second
 * @param usage what encoding cost and what it cut
 * @param refused documents that the encoder cannot encode; they lack their vector, and a
 * switch is refused while they are there as they are
 */
public record FillReport(long written, long lacking, double documentsPerSecond, TokenUsage usage,
		List<RefusedDocument> refused) {

	/**
	 * Copies the list.
	 */
	public FillReport {
		refused = List.copyOf(refused);
	}

}
