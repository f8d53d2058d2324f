package dev.semblance.encoders;

import org.jspecify.annotations.Nullable;

/**
 * Which version of a model runs.
 *
 * @param revision commit of its files; {@code null} for files that are in no repository
 * @param sha256 SHA-256 of the files that decide what the model computes, in lower-case
 * hexadecimal: those that the encoder read, weights, tokenizer and configuration, by
 * their content and their paths in the model's repository. What is set on the builder
 * makes no difference, but for the precision, which has a file of its own or is what the
 * file in single precision was converted to. {@code null} for a model that is not made of
 * files
 * @param precision precision in which its ONNX file runs, never {@code auto};
 * {@code null} for a model without one
 * @param optimization what was done to its graph, by which no vector becomes another one
 * but for rounding; {@code null} if it was not looked at
 */
public record ModelVersion(@Nullable String revision, @Nullable String sha256, @Nullable ModelPrecision precision,
		@Nullable GraphOptimization optimization) {

	/** Nothing is known, as of a model that is not made of files. */
	public static final ModelVersion UNKNOWN = new ModelVersion(null, null, null);

	/**
	 * Creates a version of a model that runs as it is.
	 * @param revision commit of its files; {@code null} for files that are in no
	 * repository
	 * @param sha256 SHA-256 of the files that decide what the model computes;
	 * {@code null} for a model that is not made of files
	 * @param precision precision in which its ONNX file runs; {@code null} for a model
	 * without one
	 */
	public ModelVersion(@Nullable String revision, @Nullable String sha256, @Nullable ModelPrecision precision) {
		this(revision, sha256, precision, null);
	}

}
