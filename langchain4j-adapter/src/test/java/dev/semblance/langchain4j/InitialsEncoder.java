package dev.semblance.langchain4j;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

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

/**
 * Knows of a text with which letters its words start.
 */
final class InitialsEncoder implements SparseEncoder {

	@Override
	public SparseModel model() {
		return new SparseModel("initials", 128, 512, null, Prompts.NONE, new Device.Cpu(), ModelVersion.UNKNOWN);
	}

	@Override
	public SparseEncoding encode(List<String> texts, TextRole role, Prompt prompt) {
		return new SparseEncoding(texts.stream().map(InitialsEncoder::vector).toList(),
				new TokenUsage(texts.size(), 0));
	}

	private static SparseVector vector(String text) {
		int[] initials = Stream.of(text.toLowerCase(Locale.ROOT).split(" "))
			.filter((word) -> !word.isEmpty())
			.mapToInt((word) -> word.charAt(0) % 128)
			.distinct()
			.sorted()
			.toArray();
		float[] weights = new float[initials.length];
		Arrays.fill(weights, 1);
		return new SparseVector(128, initials, weights);
	}

	@Override
	public List<WeightedTerm> decode(SparseVector vector, int limit) {
		throw new UnsupportedOperationException("Nobody should want terms.");
	}

	@Override
	public void close() {
		throw new AssertionError("An adapter does not own its encoder.");
	}

}
