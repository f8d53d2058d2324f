package dev.semblance.encoders.internal.runtime;

import java.util.List;

/**
 * How texts are laid out for a model.
 *
 * @param inputs the model's inputs
 * @param paddingToken id of the token that fills up a text
 * @param padLeft whether the filling comes before the text instead of behind it
 */
public record BatchLayout(List<String> inputs, long paddingToken, boolean padLeft) {

	/**
	 * Copies the inputs.
	 */
	public BatchLayout {
		inputs = List.copyOf(inputs);
	}

}
