package dev.semblance.springai;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToDoubleFunction;

import dev.semblance.encoders.TokenUsage;
import dev.semblance.retrieval.reranking.RerankScores;
import dev.semblance.retrieval.reranking.Reranker;

/**
 * A reranker without a model, whose scores depend on the document alone. It remembers the
 * queries.
 */
final class StubReranker implements Reranker {

	final List<String> queries = new CopyOnWriteArrayList<>();

	private final ToDoubleFunction<String> scoring;

	StubReranker(ToDoubleFunction<String> scoring) {
		this.scoring = scoring;
	}

	@Override
	public String name() {
		return "stub";
	}

	@Override
	public RerankScores score(String query, List<String> documents) {
		this.queries.add(query);
		return new RerankScores(documents.stream().mapToDouble(this.scoring).toArray(),
				new TokenUsage(10L * documents.size(), 1));
	}

	@Override
	public void close() {
		throw new AssertionError("An adapter does not own its reranker.");
	}

}
