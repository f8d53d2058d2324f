package dev.semblance.springai.rerank;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.document.Document;
import org.springframework.ai.model.ModelResponse;

/**
 * What a {@link RerankModel} answers.
 *
 * @param results the documents, best first
 * @param metadata model and usage
 */
public record RerankResponse(List<RerankResult> results,
		RerankResponseMetadata metadata) implements ModelResponse<RerankResult> {

	/**
	 * Protects the results from later changes.
	 */
	public RerankResponse {
		results = List.copyOf(results);
	}

	/**
	 * Returns the documents with their scores.
	 * @return the documents, best first
	 */
	public List<Document> documents() {
		return this.results.stream().map(RerankResult::document).toList();
	}

	@Override
	public @Nullable RerankResult getResult() {
		return this.results.isEmpty() ? null : this.results.get(0);
	}

	@Override
	public List<RerankResult> getResults() {
		return this.results;
	}

	@Override
	public RerankResponseMetadata getMetadata() {
		return this.metadata;
	}

}
