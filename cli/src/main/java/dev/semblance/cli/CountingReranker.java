package dev.semblance.cli;

import java.util.List;
import java.util.Map;

import dev.semblance.encoders.TokenUsage;
import dev.semblance.retrieval.reranking.RerankScores;
import dev.semblance.retrieval.reranking.Reranker;

/**
 * A reranker that adds up what its calls cost and what they cut.
 */
final class CountingReranker implements Reranker {

	private final Reranker reranker;

	private TokenUsage usage = TokenUsage.NONE;

	CountingReranker(Reranker reranker) {
		this.reranker = reranker;
	}

	@Override
	public String name() {
		return this.reranker.name();
	}

	@Override
	public RerankScores score(String query, List<String> documents) {
		RerankScores scores = this.reranker.score(query, documents);
		synchronized (this) {
			this.usage = this.usage.plus(scores.usage());
		}
		return scores;
	}

	/**
	 * Adds the sums to a command's result.
	 * @param values the result
	 */
	synchronized void report(Map<String, Object> values) {
		values.put("rerank_tokens", this.usage.tokens());
		values.put("rerank_truncated_texts", this.usage.truncatedTexts());
	}

	@Override
	public void close() {
		this.reranker.close();
	}

}
