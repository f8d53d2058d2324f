package dev.semblance.cli;

import java.util.List;

import dev.semblance.encoders.CrossEncoder;
import dev.semblance.encoders.CrossEncoderBuilder;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.DenseEncoderBuilder;
import dev.semblance.encoders.Device;
import dev.semblance.encoders.EncoderBuilder;
import dev.semblance.encoders.InferenceRuntime;
import dev.semblance.encoders.ModelHub;
import dev.semblance.encoders.ModelKind;
import dev.semblance.encoders.ModelPrecision;
import dev.semblance.encoders.MultiVectorEncoder;
import dev.semblance.encoders.SparseEncoder;
import dev.semblance.encoders.SparseEncoderBuilder;
import dev.semblance.encoders.diagnosis.OnnxFile;
import org.jspecify.annotations.Nullable;

/**
 * A model that a command names, and how it is to run.
 *
 * @param name a hub id or a folder
 * @param device where it runs
 * @param precision in which numbers it computes
 * @param optimized whether it is optimized
 * @param maxLength longest input in tokens; {@code null} for the model's own
 * @param tokenBudget tokens of one batch, padding included; {@code null} for what fits
 * the device
 * @param runtime what it runs in
 * @param hub where it comes from if it is neither a folder nor on the class path
 */
record ModelReference(String name, Device device, ModelPrecision precision, boolean optimized,
		@Nullable Integer maxLength, @Nullable Integer tokenBudget, InferenceRuntime runtime, ModelHub hub) {

	/**
	 * Checks the token budget.
	 */
	ModelReference {
		if (tokenBudget != null) {
			DenseEncoder.builder(name).tokenBudget(tokenBudget);
		}
	}

	/**
	 * Returns the same model in another runtime.
	 * @param other what it runs in
	 * @return the model
	 */
	ModelReference in(InferenceRuntime other) {
		return new ModelReference(this.name, this.device, this.precision, this.optimized, this.maxLength,
				this.tokenBudget, other, this.hub);
	}

	/**
	 * Returns the same model on another device.
	 * @param other where it runs
	 * @return the model
	 */
	ModelReference on(Device other) {
		return new ModelReference(this.name, other, this.precision, this.optimized, this.maxLength, this.tokenBudget,
				this.runtime, this.hub);
	}

	/**
	 * Finds out which ONNX files the model runs; of a model of any kind.
	 * @return the files; none for a model that only looks vectors up
	 */
	List<OnnxFile> onnxFiles() {
		return dense().onnxFiles();
	}

	/**
	 * Finds out what the model does.
	 * @return its kind
	 */
	ModelKind kind() {
		return ModelKind.of(this.name, this.hub);
	}

	DenseEncoderBuilder dense() {
		return configured(DenseEncoder.builder(this.name));
	}

	SparseEncoderBuilder sparse() {
		return configured(SparseEncoder.builder(this.name));
	}

	CrossEncoderBuilder cross() {
		return configured(CrossEncoder.builder(this.name));
	}

	/**
	 * Loads a multi-vector model, or a dense one for its token vectors.
	 * @return the encoder
	 */
	MultiVectorEncoder multiVector() {
		if (kind() == ModelKind.DENSE) {
			return MultiVectorEncoder.over(dense().build());
		}
		return configured(MultiVectorEncoder.builder(this.name)).build();
	}

	private <B extends EncoderBuilder<B>> B configured(B builder) {
		builder.device(this.device)
			.precision(this.precision)
			.optimized(this.optimized)
			.runtime(this.runtime)
			.hub(this.hub);
		if (this.tokenBudget != null) {
			builder.tokenBudget(this.tokenBudget);
		}
		return (this.maxLength != null) ? builder.maxLength(this.maxLength) : builder;
	}

}
