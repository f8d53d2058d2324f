package dev.semblance.retrieval;

import java.util.List;

import dev.semblance.encoders.Activation;
import dev.semblance.encoders.CrossEncoder;
import dev.semblance.encoders.CrossEncoderModel;
import dev.semblance.encoders.CrossEncoding;
import dev.semblance.encoders.Device;
import dev.semblance.encoders.ModelVersion;
import dev.semblance.encoders.Prompt;
import dev.semblance.encoders.Prompts;
import dev.semblance.encoders.TextPair;
import dev.semblance.encoders.TokenUsage;

/**
 * A cross-encoder without a model: a pair's score is ten times the length of its first
 * text plus that of its second.
 */
public final class LengthCrossEncoder implements CrossEncoder {

	private final List<String> labels;

	private boolean closed;

	/**
	 * Creates an encoder.
	 * @param labels names of the scores of a pair
	 */
	public LengthCrossEncoder(List<String> labels) {
		this.labels = labels;
	}

	/**
	 * Tells whether it was closed.
	 * @return whether it was
	 */
	public boolean closed() {
		return this.closed;
	}

	@Override
	public CrossEncoderModel model() {
		return new CrossEncoderModel("lengths", this.labels, Activation.IDENTITY, 1000, Prompts.NONE, new Device.Cpu(),
				ModelVersion.UNKNOWN);
	}

	@Override
	public CrossEncoding predict(List<TextPair> pairs, Prompt prompt) {
		return new CrossEncoding(pairs.stream()
			.map((pair) -> new float[] { 10 * pair.first().length() + pair.second().length() })
			.toList(), new TokenUsage(pairs.size(), 1));
	}

	@Override
	public void close() {
		this.closed = true;
	}

}
