package dev.semblance.springai;

import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;

/**
 * An embedding model of which nothing is known but that it answers.
 */
final class StandIn implements EmbeddingModel {

	private final EmbeddingModel model;

	StandIn(EmbeddingModel model) {
		this.model = model;
	}

	@Override
	public EmbeddingResponse call(EmbeddingRequest request) {
		return this.model.call(request);
	}

	@Override
	public float[] embed(Document document) {
		return this.model.embed(document);
	}

}
