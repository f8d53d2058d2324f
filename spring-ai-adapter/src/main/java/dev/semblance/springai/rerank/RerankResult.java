package dev.semblance.springai.rerank;

import org.springframework.ai.document.Document;
import org.springframework.ai.model.ModelResult;

/**
 * A document as a {@link RerankModel} places it.
 *
 * @param document the document; its score is the model's
 * @param metadata the score, and where the document came from
 */
public record RerankResult(Document document, RerankResultMetadata metadata) implements ModelResult<Document> {

	@Override
	public Document getOutput() {
		return this.document;
	}

	@Override
	public RerankResultMetadata getMetadata() {
		return this.metadata;
	}

}
