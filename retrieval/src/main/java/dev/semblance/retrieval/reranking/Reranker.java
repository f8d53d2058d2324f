package dev.semblance.retrieval.reranking;

import java.util.List;

import dev.semblance.encoders.EncodingException;

/**
 * Scores documents against a query by a closer look than a search can afford.
 * Implementations are safe for concurrent callers until they are closed; closing may be
 * repeated, and every call after it fails with an {@link IllegalStateException}.
 */
public interface Reranker extends AutoCloseable {

	/**
	 * Returns what the reranker is called.
	 * @return the name of its model
	 */
	String name();

	/**
	 * Scores documents against a query.
	 * @param query what a user asks
	 * @param documents texts that may answer it
	 * @return one score per document, in the same order; higher is better
	 * @throws EncodingException if the model run fails
	 * @throws IllegalStateException if the reranker is closed
	 */
	RerankScores score(String query, List<String> documents);

	/**
	 * Releases the model. Does not throw.
	 */
	@Override
	void close();

}
