package dev.semblance.encoders;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import dev.semblance.encoders.diagnosis.OptimizedFile;
import dev.semblance.encoders.internal.onnx.TinyModel;
import dev.semblance.encoders.parity.ParityModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

/**
 * What the optimizer makes of a model runs in its place.
 */
class OptimizedEncoderTests {

	private static final String MINILM = "sentence-transformers/all-MiniLM-L6-v2";

	private static final String BGE = "BAAI/bge-small-en-v1.5";

	private static final List<String> TEXTS = List.of("A fox.", "The quick brown fox jumps over the lazy dog.",
			"Who writes the garbage collector's log?", "", "Die Straße ist nass, weil es geregnet hat.");

	@TempDir
	private Path folder;

	@ParameterizedTest
	@ValueSource(strings = { "bert-mean", "bert-cls-normalize", "mpnet-mean", "roberta-mean", "distilbert-mean",
			"modernbert-cls", "xlmr-unigram-mean", "qwen3-lasttoken", "external-data", "instructor-mean",
			"prompts-query-document", "dense-chain", "router" })
	void vectorsAreTheSameAsWithoutTheOptimizer(String model) {
		String reference = ParityModel.named(model).reference();
		try (DenseEncoder optimized = builder(reference).build();
				DenseEncoder plain = builder(reference).optimized(false).build()) {
			assertThat(plain.model().version().optimization()).isNull();
			assertThat(optimized.model().version().optimization()).isNotNull();
			assertThat(optimized.model().version().sha256()).isEqualTo(plain.model().version().sha256());
			assertSame(optimized.encode(TEXTS, TextRole.DOCUMENT).vectors(),
					plain.encode(TEXTS, TextRole.DOCUMENT).vectors());
		}
	}

	@Test
	void scoresAreTheSameAsWithoutTheOptimizer() {
		String reference = ParityModel.named("cross-bert").reference();
		List<TextPair> pairs = List.of(new TextPair("a", "b"), new TextPair("who", "The quick brown fox"));
		try (CrossEncoder optimized = CrossEncoder.builder(reference).device(new Device.Cpu()).build();
				CrossEncoder plain = CrossEncoder.builder(reference)
					.device(new Device.Cpu())
					.optimized(false)
					.build()) {
			assertSame(optimized.predict(pairs, Prompt.ofRole()).scores(),
					plain.predict(pairs, Prompt.ofRole()).scores());
		}
	}

	@Test
	void whatWasFusedIsToldWithTheModel() {
		try (DenseEncoder encoder = builder(MINILM).build()) {
			GraphOptimization optimization = Objects.requireNonNull(encoder.model().version().optimization());
			assertThat(optimization.summary()).contains("6 attention, 12 skip layer norm, 1 embedding layer norm");
			assertThat(optimization.nodesAfter()).isLessThan(optimization.nodesBefore());
			assertThat(Path.of(optimization.folder())).isDirectoryContaining("glob:**/graph.onnx");
		}
	}

	@Test
	void aSecondLoadWritesNothing() throws IOException {
		try (DenseEncoder encoder = runtime(builder("bert-mean"))) {
			assertThat(encoder.model().version().optimization()).isNotNull();
		}
		Path report = kept("report.json");
		Object written = Files.getLastModifiedTime(report);
		Object inode = Files.readAttributes(report, BasicFileAttributes.class).fileKey();
		try (DenseEncoder encoder = runtime(builder("bert-mean"))) {
			assertThat(encoder.model().version().optimization()).isNotNull();
		}
		assertThat(Files.getLastModifiedTime(report)).isEqualTo(written);
		assertThat(Files.readAttributes(report, BasicFileAttributes.class).fileKey()).isEqualTo(inode);
	}

	@Test
	void aFileThatWasTamperedWithIsMadeAgainAndNeverRun() throws IOException {
		List<float[]> right;
		try (DenseEncoder encoder = runtime(builder(MINILM))) {
			right = encoder.encode(TEXTS, TextRole.DOCUMENT).vectors();
		}
		Path weights = kept("weights.bin");
		byte[] bytes = Files.readAllBytes(weights);
		byte[] wrong = bytes.clone();
		Arrays.fill(wrong, wrong.length / 2, wrong.length / 2 + 1_000_000, (byte) 63);
		Files.write(weights, wrong);
		try (DenseEncoder encoder = runtime(builder(MINILM))) {
			assertSame(encoder.encode(TEXTS, TextRole.DOCUMENT).vectors(), right);
		}
		assertThat(Arrays.mismatch(Files.readAllBytes(weights), bytes)).isNegative();
	}

	@ParameterizedTest
	@ValueSource(strings = { "bert-mean", "splade-max", "cross-bert", "colbert" })
	void eightBitsAreMadeOfSinglePrecisionIfThereIsNoSuchFile(String model) throws Exception {
		String reference = ParityModel.named(model).reference();
		try (AutoCloseable encoder = build(reference, ModelPrecision.INT8)) {
			ModelVersion eight = version(encoder);
			assertThat(eight.precision()).isEqualTo(ModelPrecision.INT8);
			try (AutoCloseable other = build(reference, ModelPrecision.FP32)) {
				assertThat(version(other).sha256()).isNotNull().isNotEqualTo(eight.sha256());
			}
		}
	}

	@Test
	void eightBitsOfOurOwnComeCloseToSinglePrecision() {
		try (DenseEncoder single = builder(BGE).precision(ModelPrecision.FP32).build();
				DenseEncoder eight = builder(BGE).precision(ModelPrecision.INT8).build()) {
			for (String text : TEXTS) {
				float[] expected = single.encodeQuery(text);
				float[] actual = eight.encodeQuery(text);
				assertThat(actual).isNotEqualTo(expected);
				assertThat(SimilarityFunction.COSINE.between(actual, expected)).as(text).isGreaterThan(0.95);
			}
		}
	}

	@Test
	void halfPrecisionOfOurOwnComesCloseToSinglePrecision() {
		String reference = ParityModel.named("bert-mean").reference();
		try (DenseEncoder single = builder(reference).build();
				DenseEncoder half = builder(reference).precision(ModelPrecision.FP16).build()) {
			assertThat(half.model().version().precision()).isEqualTo(ModelPrecision.FP16);
			for (String text : TEXTS) {
				float[] expected = single.encodeQuery(text);
				float[] actual = half.encodeQuery(text);
				assertThat(actual).isNotEqualTo(expected);
				assertThat(SimilarityFunction.COSINE.between(actual, expected)).as(text).isGreaterThan(0.9995);
			}
		}
	}

	@Test
	void aPreparedFileGoesBeforeAConvertedOne() {
		assertThat(builder(MINILM).precision(ModelPrecision.INT8).onnxFiles()).singleElement()
			.satisfies((file) -> assertThat(file.reason()).doesNotContain("converted"));
		assertThat(builder(BGE).precision(ModelPrecision.INT8).onnxFiles()).singleElement().satisfies((file) -> {
			assertThat(file.precision()).isEqualTo(ModelPrecision.INT8);
			assertThat(file.reason())
				.isEqualTo("int8 was asked for, the model has no file in it, and this one is converted");
		});
	}

	@Test
	void singlePrecisionRunsAsItIsWhereNothingCanBeKept() throws IOException {
		Path file = Files.writeString(this.folder.resolve("home"), "in the way");
		InferenceRuntime runtime = InferenceRuntime.builder().home(file).build();
		String reference = ParityModel.named("bert-mean").reference();
		try (DenseEncoder encoder = builder(reference).runtime(runtime).build()) {
			assertThat(encoder.model().version().optimization()).isNull();
			assertThat(encoder.encodeQuery("a text")).isNotEmpty();
		}
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> builder(reference).runtime(runtime).precision(ModelPrecision.INT8).build().close())
			.withMessageContaining("becomes in int8 cannot be kept in " + file.resolve("optimized"))
			.withMessageContaining("SEMBLANCE_HOME");
	}

	@Test
	void aModelThatIsNoTransformerRunsAsItIs() throws IOException {
		new TinyModel().write(this.folder);
		try (DenseEncoder encoder = builder(this.folder.toString()).build();
				DenseEncoder plain = builder(this.folder.toString()).optimized(false).build()) {
			assertThat(encoder.encodeQuery("a")).isEqualTo(plain.encodeQuery("a"));
		}
	}

	@Test
	void aModelCanBeOptimizedAhead() throws IOException {
		InferenceRuntime runtime = InferenceRuntime.builder().home(this.folder).build();
		List<OptimizedFile> files = builder(ParityModel.named("bert-mean").reference()).runtime(runtime).optimize();
		assertThat(files).singleElement().satisfies((file) -> {
			assertThat(file.file().path()).isEqualTo("onnx/model.onnx");
			assertThat(Objects.requireNonNull(file.optimization()).summary()).contains("attention");
		});
		assertThat(kept("report.json")).exists();
		assertThat(builder(ParityModel.named("static-normalize").reference()).optimize()).isEmpty();
		assertThat(builder(MINILM).precision(ModelPrecision.INT8).optimize()).singleElement()
			.satisfies((file) -> assertThat(file.optimization()).isNull());
	}

	@Test
	void aModelIsOptimizedForADeviceThatIsNotThere() {
		assertThat(
				DenseEncoder.builder(ParityModel.named("bert-mean").reference()).device(new Device.Cuda(0)).optimize())
			.singleElement()
			.satisfies((file) -> assertThat(file.optimization()).isNotNull());
	}

	private DenseEncoder runtime(DenseEncoderBuilder builder) {
		return builder.runtime(InferenceRuntime.builder().home(this.folder).build()).build();
	}

	private Path kept(String name) throws IOException {
		try (Stream<Path> files = Files.walk(this.folder.resolve("optimized"))) {
			return files.filter((file) -> file.endsWith(name)).findFirst().orElseThrow();
		}
	}

	private static DenseEncoderBuilder builder(String reference) {
		String model = reference.equals("bert-mean") ? ParityModel.named(reference).reference() : reference;
		return DenseEncoder.builder(model).device(new Device.Cpu());
	}

	private static AutoCloseable build(String reference, ModelPrecision precision) {
		return switch (ModelKind.of(reference)) {
			case DENSE -> DenseEncoder.builder(reference).precision(precision).build();
			case SPARSE -> SparseEncoder.builder(reference).precision(precision).build();
			case CROSS -> CrossEncoder.builder(reference).precision(precision).build();
			case MULTI_VECTOR -> MultiVectorEncoder.builder(reference).precision(precision).build();
		};
	}

	private static ModelVersion version(AutoCloseable encoder) {
		if (encoder instanceof DenseEncoder dense) {
			return dense.model().version();
		}
		if (encoder instanceof SparseEncoder sparse) {
			return sparse.model().version();
		}
		return (encoder instanceof CrossEncoder cross) ? cross.model().version()
				: ((MultiVectorEncoder) encoder).model().version();
	}

	private static void assertSame(List<float[]> actual, List<float[]> expected) {
		assertThat(actual).hasSameSizeAs(expected);
		for (int i = 0; i < expected.size(); i++) {
			assertThat(actual.get(i)).hasSameSizeAs(expected.get(i));
			for (int j = 0; j < expected.get(i).length; j++) {
				assertThat(actual.get(i)[j]).as("text %d, element %d", i, j)
					.isCloseTo(expected.get(i)[j], within(2e-5f));
			}
		}
	}

}
