package dev.semblance.encoders.internal.optimizer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import dev.semblance.encoders.InvalidModelException;
import dev.semblance.encoders.ModelPrecision;
import dev.semblance.encoders.internal.graph.GraphFiles;
import dev.semblance.encoders.internal.graph.GraphNode;
import dev.semblance.encoders.internal.graph.NodeAttribute;
import dev.semblance.encoders.internal.graph.OnnxGraph;
import dev.semblance.encoders.internal.graph.OnnxGraphReader;
import dev.semblance.encoders.internal.graph.WeightReader;
import dev.semblance.encoders.internal.onnx.ModelInputs;
import dev.semblance.encoders.internal.runtime.ProbeSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TransformerOptimizerTests {

	private static final OptimizationTarget CPU = new OptimizationTarget(ModelPrecision.FP32, false, false, false);

	private static final OptimizationTarget CUDA = new OptimizationTarget(ModelPrecision.FP32, true, false, false);

	private static final Path CORPUS = Path.of("src/test/resources/parity");

	@TempDir
	private Path folder;

	@ParameterizedTest
	@MethodSource("corpus")
	void everyModelGivesTheSameOnceItIsFused(Path onnx) throws IOException {
		FusionReport report = optimize(onnx, CPU);
		assertThat(report.unrecognized()).noneMatch((sentence) -> sentence.startsWith("Softmax"));
		assertThat(report.after()).containsKey("MultiHeadAttention").doesNotContainKey("Softmax");
		assertThat(report.after().get("MultiHeadAttention")).isEqualTo(report.before().get("Softmax"));
		assertSame(onnx, ProbeBatch.of(60, 1, 2, 13, 2, 9, 13, 5));
		assertSame(onnx, ProbeBatch.of(60, 1, 2, 3, 3));
	}

	@ParameterizedTest
	@MethodSource("corpus")
	void aModelForCudaGivesTheSameWithAndWithoutItsMask(Path onnx) throws IOException {
		optimize(onnx, CUDA);
		assertSame(onnx, ProbeBatch.of(60, 1, 2, 13, 2, 9, 13, 5));
		assertSame(onnx, ProbeBatch.of(60, 1, 2, 3, 3));
	}

	@Test
	void aBatchWithoutPaddingRunsWithoutAMaskOnCuda() throws IOException {
		OnnxGraph graph = fused("bert-mean/onnx/model.onnx");
		MaskChoice.add(graph);
		assertThat(graph.inputs()).contains(ModelInputs.PADDED);
		GraphNode choice = graph.nodes("If").get(0);
		assertThat(nodes(choice, "then_branch")).anyMatch(TransformerOptimizerTests::isMasked);
		assertThat(nodes(choice, "else_branch")).noneMatch(TransformerOptimizerTests::isMasked)
			.anyMatch((node) -> node.operator().equals("MultiHeadAttention"));
	}

	private static List<GraphNode> nodes(GraphNode node, String branch) {
		return (node.attribute(branch) instanceof NodeAttribute.Graph graph) ? graph.nodes() : List.of();
	}

	private static boolean isMasked(GraphNode node) {
		return node.operator().equals("MultiHeadAttention") && !node.input(4).isEmpty();
	}

	@Test
	void minilmHasOneNodeOfAttentionForEachLayer() throws IOException {
		FusionReport report = optimize(resource("all-minilm-l6-v2.onnx"), CPU);
		assertThat(report.after()).containsEntry("MultiHeadAttention", 6)
			.containsEntry("SkipLayerNormalization", 12)
			.containsEntry("EmbedLayerNormalization", 1)
			.containsEntry("BiasGelu", 6);
		assertThat(report.unrecognized()).isEmpty();
	}

	@Test
	void bgeSmallHasOneNodeOfAttentionForEachLayer() throws IOException {
		FusionReport report = optimize(resource("bge-small-en-v1.5.onnx"), CPU);
		assertThat(report.after()).containsEntry("MultiHeadAttention", 12)
			.containsEntry("SkipLayerNormalization", 24)
			.containsEntry("EmbedLayerNormalization", 1)
			.containsEntry("BiasGelu", 12);
		assertThat(report.unrecognized()).isEmpty();
	}

	@Test
	void aGraphThatGivesSomethingElseIsRefused() {
		TransformerOptimizer wrong = new TransformerOptimizer(ProbeSession::open, (fusion, batch, seen) -> {
			FusionReport report = fusion.fuse(batch, seen);
			fusion.graph()
				.nodes("MultiHeadAttention")
				.forEach((node) -> fusion.graph().replaceInput(node, node.input(0), node.input(1)));
			return report;
		});
		Path onnx = CORPUS.resolve("bert-mean/onnx/model.onnx");
		assertThatExceptionOfType(InvalidModelException.class).isThrownBy(
				() -> wrong.optimize(bytes(onnx), new WeightReader(onnx.getParent()), "The model", CPU, this.folder))
			.withMessageContaining("once it is rewritten");
		assertThat(this.folder.resolve(GraphFiles.GRAPH)).doesNotExist();
	}

	static Stream<Path> corpus() throws IOException {
		List<Path> models;
		try (Stream<Path> files = Files.walk(CORPUS)) {
			models = files.filter((file) -> file.endsWith("model.onnx"))
				// Its numbers are halves already.
				.filter((file) -> !file.toString().contains("half-precision"))
				.sorted()
				.toList();
		}
		Set<Long> sizes = new HashSet<>();
		// Most models of the corpus are one transformer with other modules behind it.
		return models.stream().filter((file) -> sizes.add(file.toFile().length()));
	}

	private FusionReport optimize(Path onnx, OptimizationTarget target) throws IOException {
		return new TransformerOptimizer(ProbeSession::open).optimize(bytes(onnx), new WeightReader(onnx.getParent()),
				onnx.toString(), target, this.folder);
	}

	private OnnxGraph fused(String name) throws IOException {
		optimize(CORPUS.resolve(name), CPU);
		return read(this.folder.resolve(GraphFiles.GRAPH));
	}

	private void assertSame(Path onnx, ProbeBatch batch) throws IOException {
		Set<String> outputs = new HashSet<>(read(onnx).outputs());
		Map<String, ProbedTensor> before;
		try (ProbeSession session = ProbeSession.open(bytes(onnx), Objects.requireNonNull(onnx.getParent()),
				"before")) {
			before = session.run(batch, outputs);
		}
		Path fused = this.folder.resolve(GraphFiles.GRAPH);
		try (ProbeSession session = ProbeSession.open(bytes(fused), this.folder, "after")) {
			assertThat(Deviation.allowed(ModelPrecision.FP32).exceeded(batch, before, session.run(batch, outputs)))
				.isEmpty();
		}
	}

	private static OnnxGraph read(Path onnx) throws IOException {
		return OnnxGraphReader.read(bytes(onnx));
	}

	private Path resource(String name) throws IOException {
		Path file = Files.createDirectory(this.folder.resolve("source")).resolve(name);
		try (InputStream stream = getClass().getClassLoader().getResourceAsStream(name)) {
			Files.copy(stream, file);
		}
		return file;
	}

	private static ByteBuffer bytes(Path onnx) throws IOException {
		byte[] bytes = Files.readAllBytes(onnx);
		return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
	}

}
