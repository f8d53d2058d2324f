package dev.semblance.encoders.internal.transformer;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

import dev.semblance.encoders.internal.runtime.ModelOutputs;
import dev.semblance.encoders.internal.tokenizer.TokenizedText;

/**
 * Takes what a batch gave. Called on a lane, with texts of any callers.
 *
 * @param <T> what is taken for each text
 */
@FunctionalInterface
public interface BatchReader<T> {

	/**
	 * Takes what a batch gave.
	 * @param texts which texts ran
	 * @param length number of tokens that every text was filled up to
	 * @param outputs their outputs, row by row in the order of the texts, gone after the
	 * call
	 * @return one result for each text, in the same order
	 */
	List<T> read(List<TokenizedText> texts, int length, ModelOutputs outputs);

	/**
	 * Copies out rows of floats.
	 * @param output the name of an output of one row for each text
	 * @return a reader that gives each text's row
	 */
	static BatchReader<float[]> rows(String output) {
		return (texts, length, outputs) -> {
			FloatBuffer values = outputs.floats(output);
			int width = values.remaining() / texts.size();
			List<float[]> rows = new ArrayList<>(texts.size());
			for (int i = 0; i < texts.size(); i++) {
				float[] row = new float[width];
				values.get(row);
				rows.add(row);
			}
			return rows;
		};
	}

}
