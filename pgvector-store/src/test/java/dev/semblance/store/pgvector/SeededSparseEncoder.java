package dev.semblance.store.pgvector;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

import dev.semblance.encoders.Device;
import dev.semblance.encoders.ModelVersion;
import dev.semblance.encoders.Prompt;
import dev.semblance.encoders.Prompts;
import dev.semblance.encoders.SparseEncoder;
import dev.semblance.encoders.SparseEncoding;
import dev.semblance.encoders.SparseModel;
import dev.semblance.encoders.SparseVector;
import dev.semblance.encoders.TextRole;
import dev.semblance.encoders.TokenUsage;
import dev.semblance.encoders.WeightedTerm;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.store.EmbeddedDocument;

/**
 * A sparse encoder whose vectors follow from the model's name and the text alone.
 */
final class SeededSparseEncoder implements SparseEncoder {

	private final SparseModel model;

	private final int terms;

	/** Creates an encoder of so many active dimensions. */
	SeededSparseEncoder(String name, int dimensions, int terms) {
		this.model = new SparseModel(name, dimensions, 512, null, Prompts.NONE, new Device.Cpu(), ModelVersion.UNKNOWN);
		this.terms = terms;
	}

	SparseVector vector(String text) {
		int[] indices = new Random((this.model.name() + "\n" + text).hashCode()).ints(0, this.model.dimensions())
			.distinct()
			.limit(this.terms)
			.sorted()
			.toArray();
		float[] ones = new float[indices.length];
		Arrays.fill(ones, 1);
		return new SparseVector(this.model.dimensions(), indices, ones);
	}

	EmbeddedDocument document(String id, String text) {
		return new EmbeddedDocument(new Document(id, text, Map.of()), null, vector(text));
	}

	@Override
	public SparseModel model() {
		return this.model;
	}

	@Override
	public SparseEncoding encode(List<String> texts, TextRole role, Prompt prompt) {
		return new SparseEncoding(texts.stream().map(this::vector).toList(), new TokenUsage(texts.size(), 0));
	}

	@Override
	public List<WeightedTerm> decode(SparseVector vector, int limit) {
		return List.of();
	}

	@Override
	public void close() {
		// Holds nothing.
	}

}
