package dev.semblance.encoders;

import java.util.List;

/**
 * What a cross-encoder runs, as read from the model's own files.
 *
 * @param name the reference the model was loaded by
 * @param labels names of the scores of a pair; one for a reranker
 * @param activation what is applied to the scores
 * @param maxLength longest pair in tokens, special tokens included
 * @param prompts prefixes the model was trained with
 * @param device the device it runs on, {@link Device.Auto} resolved
 * @param version which version of the model it is
 */
public record CrossEncoderModel(String name, List<String> labels, Activation activation, int maxLength, Prompts prompts,
		Device device, ModelVersion version) {

	/**
	 * Protects the labels from later changes.
	 */
	public CrossEncoderModel {
		labels = List.copyOf(labels);
	}

	/**
	 * Checks that the model gives one score for a pair, as a reranker does.
	 * @throws InvalidInputException if it gives several
	 */
	public void requireOneLabel() {
		if (this.labels.size() != 1) {
			throw new InvalidInputException(
					"%s gives the scores %s for a pair, not one.".formatted(this.name, this.labels),
					"Classify pairs with it, or use a model of one label.");
		}
	}

}
