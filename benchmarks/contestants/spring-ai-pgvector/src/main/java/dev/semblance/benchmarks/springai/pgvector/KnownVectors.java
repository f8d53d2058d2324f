package dev.semblance.benchmarks.springai.pgvector;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.BatchingStrategy;
import org.springframework.ai.embedding.Embedding;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;

/**
 * Knows the vectors of texts, so that no model runs, and no tokens are counted to cut
 * texts into batches for one.
 */
final class KnownVectors implements EmbeddingModel {

	private static final int DIMENSIONS = 384;

	private final Map<String, float[]> byText = new ConcurrentHashMap<>();

	void put(String text, float[] vector) {
		this.byText.put(text, vector);
	}

	void clear() {
		this.byText.clear();
	}

	@Override
	public float[] embed(String text) {
		return this.byText.get(text);
	}

	@Override
	public float[] embed(Document document) {
		return embed(document.getText());
	}

	@Override
	public List<float[]> embed(List<Document> documents, EmbeddingOptions options, BatchingStrategy batching) {
		return documents.stream().map(this::embed).toList();
	}

	@Override
	public EmbeddingResponse call(EmbeddingRequest request) {
		List<Embedding> embeddings = new ArrayList<>();
		for (String text : request.getInstructions()) {
			embeddings.add(new Embedding(embed(text), embeddings.size()));
		}
		return new EmbeddingResponse(embeddings);
	}

	@Override
	public int dimensions() {
		return DIMENSIONS;
	}

}
