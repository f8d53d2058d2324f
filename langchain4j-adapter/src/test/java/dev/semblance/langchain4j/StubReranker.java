package dev.semblance.langchain4j;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

import dev.semblance.encoders.TokenUsage;
import dev.semblance.retrieval.reranking.RerankScores;
import dev.semblance.retrieval.reranking.Reranker;

/**
 * Scores documents by a function of their own. Records what it was asked.
 */
final class StubReranker implements Reranker {

	final List<String> calls = new ArrayList<>();

	private final ToDoubleFunction<String> score;

	StubReranker(ToDoubleFunction<String> score) {
		this.score = score;
	}

	@Override
	public String name() {
		return "stub";
	}

	@Override
	public RerankScores score(String query, List<String> documents) {
		this.calls.add(query + ": " + documents);
		return new RerankScores(documents.stream().mapToDouble(this.score).toArray(),
				new TokenUsage(10L * documents.size(), 0));
	}

	@Override
	public void close() {
		throw new AssertionError("An adapter does not own its reranker.");
	}

}
