package dev.semblance.encoders.internal.transformer;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

import dev.semblance.encoders.EncodingException;
import dev.semblance.encoders.TokenVectors;
import dev.semblance.encoders.internal.runtime.OutputTensor;
import dev.semblance.encoders.internal.tokenizer.TokenizedText;

/**
 * A text and the vectors of its tokens.
 *
 * @param text the text
 * @param vectors one vector for each of its tokens
 */
public record TextTokenVectors(TokenizedText text, TokenVectors vectors) {

	/**
	 * Copies out the vectors of tokens, without those of the padding.
	 * @param output an output of one row for each token, of known width
	 * @return a reader that gives each text's vectors
	 */
	public static BatchReader<TextTokenVectors> reader(OutputTensor output) {
		return (texts, length, outputs) -> {
			FloatBuffer values = outputs.floats(output.name());
			List<TextTokenVectors> vectors = new ArrayList<>(texts.size());
			for (int row = 0; row < texts.size(); row++) {
				float[] tokens = new float[texts.get(row).ids().length * output.width()];
				values.position(row * length * output.width()).get(tokens);
				vectors.add(new TextTokenVectors(texts.get(row), new TokenVectors(output.width(), tokens)));
			}
			return vectors;
		};
	}

	/**
	 * Refuses vectors that are not finite.
	 * @param model the model's name, for the message
	 * @return the vectors
	 * @throws EncodingException if a number is not finite
	 */
	public TokenVectors requireFinite(String model) {
		for (float value : this.vectors.values()) {
			if (!Float.isFinite(value)) {
				throw new EncodingException("%s gave %s in the vector of a token.".formatted(model, value),
						"Use the model in single precision, or another export of it.");
			}
		}
		return this.vectors;
	}

}
