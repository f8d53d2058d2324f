package dev.semblance.encoders;

/**
 * What a multi-vector encoder runs, as read from the model's own files.
 *
 * @param name the reference the model was loaded by
 * @param dimensions length of every token's vector
 * @param maxLength longest input in tokens, special tokens included, for texts without a
 * limit of their role
 * @param interaction how the vectors of query and document become one score
 * @param prompts prefixes the model was trained with
 * @param device the device it runs on, {@link Device.Auto} resolved
 * @param version which version of the model it is
 */
public record MultiVectorModel(String name, int dimensions, int maxLength, LateInteraction interaction, Prompts prompts,
		Device device, ModelVersion version) {
}
