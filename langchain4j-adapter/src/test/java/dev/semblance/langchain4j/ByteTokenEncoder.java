package dev.semblance.langchain4j;

import java.nio.charset.StandardCharsets;
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

/**
 * Counts a token per byte, and two special ones around a text: the worst that there is.
 *
 * @param maxLength longest text
 */
record ByteTokenEncoder(int maxLength) implements DenseEncoder {

	@Override
	public DenseModel model() {
		return new DenseModel("bytes", 1, this.maxLength, "none", false, SimilarityFunction.COSINE,
				new Prompts(Map.of("document", "doc:"), null), new Device.Cpu(), ModelVersion.UNKNOWN);
	}

	@Override
	public DenseEncoding encode(List<String> texts, TextRole role, Prompt prompt) {
		throw new AssertionError("Nobody should encode to count.");
	}

	@Override
	public List<Integer> countTokens(List<String> texts, TextRole role) {
		return texts.stream().map((text) -> text.getBytes(StandardCharsets.UTF_8).length + 2).toList();
	}

	@Override
	public void close() {
		throw new AssertionError("An adapter does not own its encoder.");
	}

}
