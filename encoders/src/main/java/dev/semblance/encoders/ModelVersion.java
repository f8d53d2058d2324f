package dev.semblance.encoders;

import org.jspecify.annotations.Nullable;

/**
 * Which version of a model runs.
 *
 * @param revision commit of its files; {@code null} for files that are in no repository
 * @param sha256 SHA-256 of the files that decide what the model computes, in lower-case
 * hexadecimal: those that the encoder read, weights, tokenizer and configuration, by
 * their content and their paths in the model's repository. What is set on the builder
 * makes no difference, but for the precision, which has a file of its own. {@code null}
 * for a model that is not made of files
 * @param precision precision of its ONNX file, never {@code auto}; {@code null} for a
 * model without one
 */
public record ModelVersion(@Nullable String revision, @Nullable String sha256, @Nullable ModelPrecision precision) {

	/** Nothing is known, as of a model that is not made of files. */
	public static final ModelVersion UNKNOWN = new ModelVersion(null, null, null);

}
