package dev.semblance.springai.rerank;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.document.Document;
import org.springframework.ai.model.ModelRequest;

/**
 * What a {@link RerankModel} is asked.
 *
 * @param query what a user asks
 * @param documents documents that may answer it
 * @param options options of this call, if any
 */
public record RerankRequest(String query, List<Document> documents,
		@Nullable RerankOptions options) implements ModelRequest<List<Document>> {

	/**
	 * Protects the documents from later changes.
	 */
	public RerankRequest {
		documents = List.copyOf(documents);
	}

	@Override
	public List<Document> getInstructions() {
		return this.documents;
	}

	@Override
	public @Nullable RerankOptions getOptions() {
		return this.options;
	}

}
