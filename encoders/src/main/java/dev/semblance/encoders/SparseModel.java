package dev.semblance.encoders;

import org.jspecify.annotations.Nullable;

/**
 * What a sparse encoder runs, as read from the model's own files.
 *
 * @param name the reference the model was loaded by
 * @param dimensions length of every vector, zeros included: the size of the vocabulary
 * @param maxLength longest input in tokens, special tokens included;
 * {@link Integer#MAX_VALUE} without a limit
 * @param maxActiveDimensions most dimensions of a vector that are not zero; {@code null}
 * without a limit
 * @param prompts prefixes the model was trained with
 * @param device the device it runs on, {@link Device.Auto} resolved
 * @param version which version of the model it is
 */
public record SparseModel(String name, int dimensions, int maxLength, @Nullable Integer maxActiveDimensions,
		Prompts prompts, Device device, ModelVersion version) {
}
