package dev.semblance.retrieval.pipeline;

import dev.semblance.encoders.TokenUsage;

/**
 * What an ingest did, or has done so far.
 *
 * @param written documents that were new or changed
 * @param unchanged documents that the store had already
 * @param usage what encoding cost and what it cut, the sum over the encoders
 */
public record IngestReport(long written, long unchanged, TokenUsage usage) {

	/**
	 * Returns how many documents were looked at.
	 * @return the number
	 */
	public long documents() {
		return this.written + this.unchanged;
	}

}
