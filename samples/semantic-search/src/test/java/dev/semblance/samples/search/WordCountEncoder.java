package dev.semblance.samples.search;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

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
 * Counts words in a small vector: texts with the same words are alike.
 */
final class WordCountEncoder implements DenseEncoder {

	private static final int DIMENSIONS = 32;

	private static final Pattern NOT_A_WORD = Pattern.compile("\\W+");

	@Override
	public DenseModel model() {
		return new DenseModel("test/word-count", DIMENSIONS, 256, "mean", true, SimilarityFunction.COSINE, Prompts.NONE,
				new Device.Cpu(), ModelVersion.UNKNOWN);
	}

	@Override
	public DenseEncoding encode(List<String> texts, TextRole role, Prompt prompt) {
		return new DenseEncoding(texts.stream().map(WordCountEncoder::vector).toList(), TokenUsage.NONE);
	}

	@Override
	public void close() {
		// Holds nothing.
	}

	private static float[] vector(String text) {
		float[] vector = new float[DIMENSIONS];
		vector[0] = 1;
		for (String word : NOT_A_WORD.split(text.toLowerCase(Locale.ROOT))) {
			vector[Math.floorMod(word.hashCode(), DIMENSIONS)]++;
		}
		return vector;
	}

}
