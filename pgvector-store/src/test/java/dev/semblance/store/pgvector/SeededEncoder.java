package dev.semblance.store.pgvector;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.DenseEncoding;
import dev.semblance.encoders.DenseModel;
import dev.semblance.encoders.Device;
import dev.semblance.encoders.ModelVersion;
import dev.semblance.encoders.Prompt;
import dev.semblance.encoders.Prompts;
import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.encoders.TextRole;
import dev.semblance.encoders.TokenUsage;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.store.EmbeddedDocument;

/**
 * An encoder whose vectors follow from the model's name and the text alone.
 */
final class SeededEncoder implements DenseEncoder {

	private final DenseModel model;

	private final AtomicInteger encoded = new AtomicInteger();

	private Consumer<List<String>> before = (texts) -> {
	};

	SeededEncoder(String name, int dimensions) {
		this(name, dimensions, ModelVersion.UNKNOWN);
	}

	SeededEncoder(String name, int dimensions, ModelVersion version) {
		this.model = new DenseModel(name, dimensions, 512, "mean", true, SimilarityFunction.COSINE, Prompts.NONE,
				new Device.Cpu(), version);
	}

	/** Does something with the texts before each call. */
	SeededEncoder before(Consumer<List<String>> before) {
		this.before = before;
		return this;
	}

	/** Returns how many texts were encoded. */
	int encoded() {
		return this.encoded.get();
	}

	float[] vector(String text) {
		return DenseSearchTests.gaussian(new Random((this.model.name() + "\n" + text).hashCode()),
				this.model.dimensions(), 1);
	}

	EmbeddedDocument document(String id, String text) {
		return new EmbeddedDocument(new Document(id, text, Map.of()), vector(text));
	}

	/** Returns documents <code>d0</code> and so on, with different texts. */
	List<EmbeddedDocument> documents(int number) {
		List<EmbeddedDocument> documents = new ArrayList<>();
		for (int i = 0; i < number; i++) {
			documents.add(document("d" + i, "word " + i));
		}
		return documents;
	}

	@Override
	public DenseModel model() {
		return this.model;
	}

	@Override
	public DenseEncoding encode(List<String> texts, TextRole role, Prompt prompt) {
		this.before.accept(texts);
		this.encoded.addAndGet(texts.size());
		return new DenseEncoding(texts.stream().map(this::vector).toList(), new TokenUsage(texts.size(), 0));
	}

	@Override
	public void close() {
		// Holds nothing.
	}

}
