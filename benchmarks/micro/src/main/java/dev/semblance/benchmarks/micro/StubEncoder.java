package dev.semblance.benchmarks.micro;

import java.util.Collections;
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
 * An encoder that takes no time: every text has the same vector.
 */
final class StubEncoder implements DenseEncoder {

	private static final DenseModel MODEL = new DenseModel("stub", 384, 512, "mean", true, SimilarityFunction.COSINE,
			Prompts.NONE, new Device.Cpu(), ModelVersion.UNKNOWN);

	private final float[] vector = new float[MODEL.dimensions()];

	@Override
	public DenseModel model() {
		return MODEL;
	}

	@Override
	public DenseEncoding encode(List<String> texts, TextRole role, Prompt prompt) {
		return new DenseEncoding(Collections.nCopies(texts.size(), this.vector), new TokenUsage(texts.size(), 0));
	}

	@Override
	public void close() {
	}

}
