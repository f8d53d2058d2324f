package dev.semblance.boot.springai;

import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;

/**
 * An application's own embedding model.
 */
final class OwnEmbeddingModel implements EmbeddingModel {

	@Override
	public EmbeddingResponse call(EmbeddingRequest request) {
		throw new UnsupportedOperationException();
	}

	@Override
	public float[] embed(Document document) {
		throw new UnsupportedOperationException();
	}

}
