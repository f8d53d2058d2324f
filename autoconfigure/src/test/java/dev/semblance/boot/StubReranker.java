package dev.semblance.boot;

import java.util.List;

import dev.semblance.encoders.TokenUsage;
import dev.semblance.retrieval.reranking.RerankScores;
import dev.semblance.retrieval.reranking.Reranker;

/**
 * An application's own reranker: a document's score is its length.
 */
public final class StubReranker implements Reranker {

	@Override
	public String name() {
		return "stub";
	}

	@Override
	public RerankScores score(String query, List<String> documents) {
		return new RerankScores(documents.stream().mapToDouble(String::length).toArray(),
				new TokenUsage(documents.size(), 0));
	}

	@Override
	public void close() {
	}

}
