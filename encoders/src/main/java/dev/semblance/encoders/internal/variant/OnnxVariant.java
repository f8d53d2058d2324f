package dev.semblance.encoders.internal.variant;

import java.util.stream.Stream;

import dev.semblance.encoders.ModelPrecision;

/**
 * The names under which exporters save a transformer: Optimum and sentence-transformers,
 * Transformers.js, and FastEmbed. The name alone tells the precision.
 */
enum OnnxVariant {

	/** As it was exported. */
	PLAIN("model.onnx", ModelPrecision.FP32),

	/** Optimum's third level: with GELU approximated. */
	O3("model_O3.onnx", ModelPrecision.FP32),

	/** Optimum's second level: with nodes of transformers fused. */
	O2("model_O2.onnx", ModelPrecision.FP32),

	/** Optimum's first level: with constants folded and the like. */
	O1("model_O1.onnx", ModelPrecision.FP32),

	/** Fused by others. */
	OPTIMIZED("model_optimized.onnx", ModelPrecision.FP32),

	/** Optimum's fourth level: fused for GPUs, in half precision. */
	O4("model_O4.onnx", ModelPrecision.FP16),

	/** In half precision, without being fused. */
	HALF("model_fp16.onnx", ModelPrecision.FP16),

	/** Signed weights, for x86 with VNNI. */
	QINT8_AVX512_VNNI("model_qint8_avx512_vnni.onnx", ModelPrecision.INT8),

	/** Signed weights, for x86 with AVX-512. */
	QINT8_AVX512("model_qint8_avx512.onnx", ModelPrecision.INT8),

	/** Unsigned weights, for x86 with AVX2. */
	QUINT8_AVX2("model_quint8_avx2.onnx", ModelPrecision.INT8),

	/** Signed weights, for ARM. */
	QINT8_ARM64("model_qint8_arm64.onnx", ModelPrecision.INT8),

	/** Eight bits of a kind that the name does not tell, mostly signed weights. */
	QUANTIZED("model_quantized.onnx", ModelPrecision.INT8),

	/** Signed weights, for no CPU in particular. */
	QINT8_QUANTIZED("model_qint8_quantized.onnx", ModelPrecision.INT8),

	/** Signed weights, for no CPU in particular. */
	SIGNED("model_int8.onnx", ModelPrecision.INT8),

	/** Unsigned weights, for no CPU in particular. */
	UNSIGNED("model_uint8.onnx", ModelPrecision.INT8);

	private final String fileName;

	private final ModelPrecision precision;

	OnnxVariant(String fileName, ModelPrecision precision) {
		this.fileName = fileName;
		this.precision = precision;
	}

	ModelPrecision precision() {
		return this.precision;
	}

	/**
	 * Returns where the file may be.
	 * @param folder the transformer's folder, empty or with a {@code /} at its end
	 * @return the paths, the first one first
	 */
	Stream<String> paths(String folder) {
		return Stream.of(folder + "onnx/" + this.fileName, folder + this.fileName);
	}

}
