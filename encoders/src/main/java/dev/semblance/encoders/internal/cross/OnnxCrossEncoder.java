package dev.semblance.encoders.internal.cross;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

import dev.semblance.encoders.CrossEncoder;
import dev.semblance.encoders.CrossEncoderModel;
import dev.semblance.encoders.CrossEncoding;
import dev.semblance.encoders.EncodingException;
import dev.semblance.encoders.Prompt;
import dev.semblance.encoders.TextPair;
import dev.semblance.encoders.TextRole;
import dev.semblance.encoders.internal.tokenizer.TokenizedText;
import dev.semblance.encoders.internal.transformer.TransformerRunner;

/**
 * A cross-encoder whose whole way from token ids to the activated scores is one graph.
 */
final class OnnxCrossEncoder implements CrossEncoder {

	private final CrossEncoderModel model;

	private final TransformerRunner runner;

	private final String output;

	OnnxCrossEncoder(CrossEncoderModel model, TransformerRunner runner, String output) {
		this.model = model;
		this.runner = runner;
		this.output = output;
	}

	@Override
	public CrossEncoderModel model() {
		return this.model;
	}

	@Override
	public CrossEncoding predict(List<TextPair> pairs, Prompt prompt) {
		String prefix = this.model.prompts().resolve(TextRole.PLAIN, prompt);
		return this.runner.whileOpen(() -> {
			List<TokenizedText> tokenized = this.runner.tokenizePairs(pairs, prefix);
			float[][] scores = new float[pairs.size()][];
			this.runner.run(tokenized, List.of(this.output), (batch, outputs) -> {
				FloatBuffer values = outputs.floats(this.output);
				for (int position : batch.positions()) {
					scores[position] = new float[this.model.labels().size()];
					values.get(scores[position]);
					requireFinite(scores[position]);
				}
			});
			return new CrossEncoding(Arrays.asList(scores), TransformerRunner.usage(tokenized));
		});
	}

	private void requireFinite(float[] scores) {
		for (float score : scores) {
			if (!Float.isFinite(score)) {
				throw new EncodingException("%s gave the score %s to a pair.".formatted(this.model.name(), score),
						"Use the model in single precision, or another export of it.");
			}
		}
	}

	@Override
	public void close() {
		this.runner.close();
	}

}
