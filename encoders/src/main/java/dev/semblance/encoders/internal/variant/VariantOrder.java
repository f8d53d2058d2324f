package dev.semblance.encoders.internal.variant;

import java.util.List;

import dev.semblance.encoders.Device;
import dev.semblance.encoders.ModelPrecision;
import dev.semblance.encoders.internal.runtime.CpuFeatures;
import dev.semblance.encoders.internal.runtime.CpuFeatures.Architecture;
import dev.semblance.encoders.internal.runtime.CpuFeatures.InstructionSet;

/**
 * Which files of one precision come before others.
 *
 * <p>
 * In eight bits the CPU decides. Activations are unsigned; an x86 CPU without VNNI
 * multiplies them with signed weights into sums of 16 bits, which saturate, so that
 * results are wrong where both are large. Unsigned weights take another way that does
 * not. With VNNI sums have 32 bits, and signed weights are exact and the fastest. ARM
 * saturates with neither. Any CPU can run any file, so those that are made for another
 * one come last and are not left out.
 */
final class VariantOrder {

	private static final List<OnnxVariant> SINGLE = List.of(OnnxVariant.PLAIN, OnnxVariant.O3, OnnxVariant.O2,
			OnnxVariant.O1, OnnxVariant.OPTIMIZED);

	private static final List<OnnxVariant> HALF_ON_GPU = List.of(OnnxVariant.O4, OnnxVariant.HALF);

	/** What is fused for a GPU has nodes that a CPU may lack in half precision. */
	private static final List<OnnxVariant> HALF_ON_CPU = List.of(OnnxVariant.HALF, OnnxVariant.O4);

	private static final List<OnnxVariant> ARM = List.of(OnnxVariant.QINT8_ARM64, OnnxVariant.QUANTIZED,
			OnnxVariant.QINT8_QUANTIZED, OnnxVariant.SIGNED, OnnxVariant.UNSIGNED, OnnxVariant.QUINT8_AVX2,
			OnnxVariant.QINT8_AVX512, OnnxVariant.QINT8_AVX512_VNNI);

	private static final List<OnnxVariant> VNNI = List.of(OnnxVariant.QINT8_AVX512_VNNI, OnnxVariant.QINT8_AVX512,
			OnnxVariant.QUANTIZED, OnnxVariant.QINT8_QUANTIZED, OnnxVariant.SIGNED, OnnxVariant.QUINT8_AVX2,
			OnnxVariant.UNSIGNED, OnnxVariant.QINT8_ARM64);

	private static final List<OnnxVariant> AVX512 = List.of(OnnxVariant.QINT8_AVX512, OnnxVariant.QUINT8_AVX2,
			OnnxVariant.UNSIGNED, OnnxVariant.QUANTIZED, OnnxVariant.QINT8_QUANTIZED, OnnxVariant.SIGNED,
			OnnxVariant.QINT8_AVX512_VNNI, OnnxVariant.QINT8_ARM64);

	private static final List<OnnxVariant> UNSIGNED_FIRST = List.of(OnnxVariant.QUINT8_AVX2, OnnxVariant.UNSIGNED,
			OnnxVariant.QUANTIZED, OnnxVariant.QINT8_QUANTIZED, OnnxVariant.SIGNED, OnnxVariant.QINT8_AVX512,
			OnnxVariant.QINT8_AVX512_VNNI, OnnxVariant.QINT8_ARM64);

	private VariantOrder() {
	}

	/**
	 * Returns the files of a precision in their order.
	 * @param precision the precision, not {@code auto}
	 * @param device where they are to run, not {@code auto}
	 * @param cpu what the CPU can do
	 * @return the best first
	 */
	static List<OnnxVariant> of(ModelPrecision precision, Device device, CpuFeatures cpu) {
		return switch (precision) {
			case FP32 -> SINGLE;
			case FP16 -> (device instanceof Device.Gpu) ? HALF_ON_GPU : HALF_ON_CPU;
			case INT8 -> eightBits(cpu);
			case AUTO -> throw new IllegalArgumentException("auto is no precision of a file");
		};
	}

	private static List<OnnxVariant> eightBits(CpuFeatures cpu) {
		if (cpu.architecture() == Architecture.ARM64) {
			return ARM;
		}
		if (cpu.has(InstructionSet.VNNI)) {
			return VNNI;
		}
		return cpu.has(InstructionSet.AVX512) ? AVX512 : UNSIGNED_FIRST;
	}

	/**
	 * Says what about a CPU decides.
	 * @param cpu what it can do
	 * @return the rest of a sentence about the CPU
	 */
	static String decisive(CpuFeatures cpu) {
		if (cpu.architecture() == Architecture.ARM64) {
			return "is an ARM";
		}
		if (cpu.has(InstructionSet.VNNI)) {
			return "has VNNI";
		}
		return cpu.has(InstructionSet.AVX512) ? "has AVX-512 without VNNI" : "is not known to have VNNI";
	}

}
