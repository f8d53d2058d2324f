package dev.semblance.encoders;

import java.util.Arrays;
import java.util.Locale;

/**
 * In which numbers a transformer computes: which of the ONNX files that a model has runs.
 * Not to be taken for the {@linkplain dev.semblance.encoders.quantization.Precision
 * precision of vectors}, which are made of a model's results.
 */
public enum ModelPrecision {

	/**
	 * What suits the device, as far as the model has it: single precision on a CPU, half
	 * precision on a GPU. Eight bits only where a model for the CPU has nothing else.
	 */
	AUTO,

	/** Single precision, the numbers in which most models are published. */
	FP32,

	/** Half precision, made for GPUs; a CPU runs it slowly. */
	FP16,

	/**
	 * Eight bits, for CPUs only. Runs several times as fast; vectors change by more than
	 * rounding, and a little with what else is in the batch.
	 */
	INT8;

	/**
	 * Finds a precision by its name.
	 * @param name {@code auto}, {@code fp32}, {@code fp16} or {@code int8}
	 * @return the precision
	 * @throws InvalidInputException if there is none of that name
	 */
	public static ModelPrecision named(String name) {
		return Arrays.stream(values())
			.filter((precision) -> precision.modelName().equals(name))
			.findFirst()
			.orElseThrow(() -> new InvalidInputException("Unknown model precision '%s'.".formatted(name),
					"Use one of auto, fp32, fp16, int8."));
	}

	/**
	 * Returns the name.
	 * @return the name in lower case
	 */
	public String modelName() {
		return name().toLowerCase(Locale.ROOT);
	}

	@Override
	public String toString() {
		return modelName();
	}

}
