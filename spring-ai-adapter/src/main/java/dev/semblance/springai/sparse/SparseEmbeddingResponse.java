package dev.semblance.springai.sparse;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.embedding.EmbeddingResponseMetadata;
import org.springframework.ai.model.ModelResponse;

/**
 * What a {@link SparseEmbeddingModel} answers.
 *
 * @param results one embedding per text, in the order of the texts
 * @param metadata model and usage
 */
public record SparseEmbeddingResponse(List<SparseEmbedding> results,
		EmbeddingResponseMetadata metadata) implements ModelResponse<SparseEmbedding> {

	/**
	 * Protects the results from later changes.
	 */
	public SparseEmbeddingResponse {
		results = List.copyOf(results);
	}

	@Override
	public @Nullable SparseEmbedding getResult() {
		return this.results.isEmpty() ? null : this.results.get(0);
	}

	@Override
	public List<SparseEmbedding> getResults() {
		return this.results;
	}

	@Override
	public EmbeddingResponseMetadata getMetadata() {
		return this.metadata;
	}

}
