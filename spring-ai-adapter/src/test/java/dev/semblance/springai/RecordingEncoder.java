package dev.semblance.springai;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
import org.jspecify.annotations.Nullable;

/**
 * Records what the model would have read, call by call. A vector is the text's length,
 * prompt included, and its first letter.
 */
final class RecordingEncoder implements DenseEncoder {

	final List<List<String>> calls = new ArrayList<>();

	private final DenseModel model;

	RecordingEncoder(Map<String, String> prompts, @Nullable String defaultPromptName) {
		this.model = new DenseModel("recorder", 2, 512, "none", false, SimilarityFunction.COSINE,
				new Prompts(prompts, defaultPromptName), new Device.Cpu(), ModelVersion.UNKNOWN);
	}

	@Override
	public DenseModel model() {
		return this.model;
	}

	@Override
	public DenseEncoding encode(List<String> texts, TextRole role, Prompt prompt) {
		List<String> prompted = texts.stream()
			.map((text) -> this.model.prompts().resolve(role, prompt) + text)
			.toList();
		this.calls.add(prompted);
		return new DenseEncoding(
				prompted.stream().map((text) -> new float[] { text.length(), text.charAt(0) }).toList(),
				new TokenUsage(prompted.stream().mapToLong(String::length).sum(), 1));
	}

	/** A character is a token. */
	@Override
	public List<Integer> countTokens(List<String> texts, TextRole role) {
		return texts.stream().map(String::length).toList();
	}

	@Override
	public void close() {
		throw new AssertionError("An adapter does not own its encoder.");
	}

}
