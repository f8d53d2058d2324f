package dev.semblance.boot;

import java.util.List;

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

/**
 * An application's own encoder: a text's vector is its length and one.
 */
public final class StubEncoder implements DenseEncoder {

	public static final DenseModel MODEL = new DenseModel("stub", 2, 512, "none", false, SimilarityFunction.COSINE,
			Prompts.NONE, new Device.Cpu(), ModelVersion.UNKNOWN);

	private final DenseModel model;

	/**
	 * Creates an encoder of the model {@link #MODEL}.
	 */
	public StubEncoder() {
		this(MODEL.name());
	}

	/**
	 * Creates an encoder of another model.
	 * @param name the model's name
	 */
	public StubEncoder(String name) {
		this.model = new DenseModel(name, MODEL.dimensions(), MODEL.maxLength(), MODEL.pooling(), MODEL.normalized(),
				MODEL.similarity(), MODEL.prompts(), MODEL.device(), MODEL.version());
	}

	@Override
	public DenseModel model() {
		return this.model;
	}

	@Override
	public DenseEncoding encode(List<String> texts, TextRole role, Prompt prompt) {
		return new DenseEncoding(texts.stream().map((text) -> new float[] { text.length(), 1 }).toList(),
				new TokenUsage(texts.size(), 0));
	}

	@Override
	public void close() {
	}

}
