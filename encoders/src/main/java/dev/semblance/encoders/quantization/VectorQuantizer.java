package dev.semblance.encoders.quantization;

import java.util.List;

import dev.semblance.encoders.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * Stores dense vectors in fewer bytes. The arithmetic is that of
 * {@code sentence_transformers.util.quantize_embeddings}. Immutable.
 */
public final class VectorQuantizer {

	/** Steps from a dimension's smallest value to its largest. */
	private static final int STEPS = 255;

	private final Precision precision;

	private final @Nullable QuantizationRanges ranges;

	private VectorQuantizer(Precision precision, @Nullable QuantizationRanges ranges) {
		this.precision = precision;
		this.ranges = ranges;
	}

	/**
	 * Creates a quantizer that keeps the sign of each dimension.
	 * @param precision {@link Precision#BINARY} or {@link Precision#UBINARY}
	 * @return the quantizer
	 * @throws InvalidInputException if the precision needs ranges
	 */
	public static VectorQuantizer bits(Precision precision) {
		if (precision.needsRanges()) {
			throw new InvalidInputException("%s needs the ranges of the dimensions.".formatted(precision.modelName()),
					"Calibrate with QuantizationRanges.of(...).");
		}
		return new VectorQuantizer(precision, null);
	}

	/**
	 * Creates a quantizer that scales each dimension to a byte.
	 * @param precision {@link Precision#INT8} or {@link Precision#UINT8}
	 * @param ranges between which values each dimension lies; what lies outside is cut to
	 * them
	 * @return the quantizer
	 * @throws InvalidInputException if the precision has no use for ranges
	 */
	public static VectorQuantizer bytes(Precision precision, QuantizationRanges ranges) {
		if (!precision.needsRanges()) {
			throw new InvalidInputException("%s has no use for ranges.".formatted(precision.modelName()),
					"Leave them out, or use int8 or uint8.");
		}
		return new VectorQuantizer(precision, ranges);
	}

	/**
	 * Returns how numbers are stored.
	 * @return the precision
	 */
	public Precision precision() {
		return this.precision;
	}

	/**
	 * Stores vectors in fewer bytes.
	 * @param vectors the vectors
	 * @return as many arrays of bytes
	 */
	public List<byte[]> quantize(List<float[]> vectors) {
		return vectors.stream().map(this::quantize).toList();
	}

	/**
	 * Stores a vector in fewer bytes.
	 * @param vector the vector
	 * @return a byte for each dimension, or for each eight of them
	 * @throws InvalidInputException if the ranges are for another number of dimensions
	 */
	public byte[] quantize(float[] vector) {
		return (this.ranges != null) ? bytes(vector, this.ranges) : bits(vector);
	}

	private byte[] bytes(float[] vector, QuantizationRanges known) {
		if (known.least().length != vector.length) {
			throw new InvalidInputException("A vector has %d dimensions, and there are ranges for %d."
				.formatted(vector.length, known.least().length), "Calibrate with vectors of the same model.");
		}
		int zero = (this.precision == Precision.INT8) ? 128 : 0;
		byte[] bytes = new byte[vector.length];
		for (int i = 0; i < bytes.length; i++) {
			float step = (known.largest()[i] - known.least()[i]) / STEPS;
			float steps = (vector[i] - known.least()[i]) / ((step == 0) ? 1 : step);
			bytes[i] = (byte) (Math.min(STEPS, Math.max(0, Math.floor(steps))) - zero);
		}
		return bytes;
	}

	private byte[] bits(float[] vector) {
		byte[] bytes = new byte[(vector.length + Byte.SIZE - 1) / Byte.SIZE];
		for (int i = 0; i < vector.length; i++) {
			if (vector[i] > 0) {
				bytes[i / Byte.SIZE] |= (byte) (0x80 >>> (i % Byte.SIZE));
			}
		}
		if (this.precision == Precision.BINARY) {
			for (int i = 0; i < bytes.length; i++) {
				bytes[i] -= (byte) 128;
			}
		}
		return bytes;
	}

}
