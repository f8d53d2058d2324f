package dev.semblance.encoders.internal.optimizer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import dev.semblance.encoders.internal.graph.ElementType;
import dev.semblance.encoders.internal.graph.GraphNode;
import dev.semblance.encoders.internal.graph.GraphTensor;
import dev.semblance.encoders.internal.graph.NodeAttribute;
import dev.semblance.encoders.internal.graph.OnnxGraph;
import dev.semblance.encoders.internal.graph.WeightReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class HalfPrecisionTests {

	private static final int SIZE = 16;

	private final HalfPrecision pass = new HalfPrecision(new WeightReader(null));

	@TempDir
	private Path folder;

	@ParameterizedTest
	@MethodSource("models")
	void aModelGivesTheSameInHalfPrecision(Path onnx) throws IOException {
		assertThat(LowPrecisionCorpus.leastCosine(onnx, this.folder, HalfPrecisionTests::convert))
			.isGreaterThanOrEqualTo(0.9995);
	}

	@ParameterizedTest
	@MethodSource("models")
	void aFusedModelGivesTheSameInHalfPrecision(Path onnx) throws IOException {
		Path fused = LowPrecisionCorpus.fused(onnx, Files.createDirectory(this.folder.resolve("fused")));
		assertThat(LowPrecisionCorpus.leastCosine(fused, this.folder, HalfPrecisionTests::convert))
			.isGreaterThanOrEqualTo(0.9995);
	}

	@Test
	void aFusedModelIsCastOnlyWhereItEnds() throws IOException {
		Path onnx = Path.of("src/test/resources/parity/bert-mean/onnx/model.onnx");
		OnnxGraph graph = LowPrecisionCorpus.read(LowPrecisionCorpus.fused(onnx, this.folder));
		convert(graph, new WeightReader(this.folder));
		assertThat(casts(graph, ElementType.FLOAT16)).isEmpty();
		assertThat(casts(graph, ElementType.FLOAT)).singleElement()
			.extracting(GraphNode::output)
			.isEqualTo("last_hidden_state");
		assertThat(graph.constants().values()).noneMatch((constant) -> constant.is(ElementType.FLOAT));
	}

	@ParameterizedTest
	@MethodSource("models")
	void noCastUndoesAnother(Path onnx) throws IOException {
		OnnxGraph graph = LowPrecisionCorpus.read(onnx);
		convert(graph, new WeightReader(onnx.getParent()));
		for (GraphNode cast : casts(graph, ElementType.FLOAT16)) {
			GraphNode before = graph.producer(cast.input(0), "Cast");
			assertThat(before).matches((node) -> node == null || !isTo(node, ElementType.FLOAT));
		}
	}

	@Test
	void whatGoesInAndComesOutKeepsItsType() throws IOException {
		TestGraph test = block().node("result", "MatMul", "normalized", "more").weights("more", SIZE, SIZE);
		float[] before = values(test.run());
		assertThat(this.pass.convert(test.graph(), Map.of())).isEmpty();
		assertThat(test.graph().outputs()).containsExactly("result");
		assertThat(test.graph().producer("result", "Cast")).matches((node) -> isTo(node, ElementType.FLOAT));
		assertThat(values(test.run())).containsExactly(before, within(0.05f));
	}

	@Test
	void anOutputThatIsAlsoUsedWithinIsCastOnce() throws IOException {
		TestGraph test = TestGraph.of("words", "result")
			.weights("table", 50, SIZE)
			.node("words", "Gather", "table", TestGraph.IDS)
			.weights("matrix", SIZE, SIZE)
			.node("result", "MatMul", "words", "matrix");
		this.pass.convert(test.graph(), Map.of());
		assertThat(casts(test.graph(), ElementType.FLOAT)).hasSize(2);
		assertThat(casts(test.graph(), ElementType.FLOAT16)).isEmpty();
		assertThat(test.run()).containsOnlyKeys("words", "result");
	}

	@Test
	void weightsBeyondTheRangeStayInSinglePrecision() throws IOException {
		GraphTensor large = GraphTensor.ofFloats("", List.of((long) SIZE, 1L), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
				13, 14, 15, 70_000);
		TestGraph test = block().node("result", "MatMul", "normalized", "large").weights("large", large);
		float[] before = values(test.run());
		assertThat(this.pass.convert(test.graph(), Map.of())).singleElement()
			.asString()
			.contains("node of result", "'large'");
		assertThat(test.graph().constant("large")).matches((tensor) -> tensor.is(ElementType.FLOAT));
		assertThat(isInHalf(test.graph(), "product")).isTrue();
		float[] after = values(test.run());
		for (int i = 0; i < before.length; i++) {
			assertThat(after[i]).isCloseTo(before[i], within(500f));
		}
	}

	@Test
	void nodesWhoseActivationsWereSeenToBeLargeStayInSinglePrecision() throws IOException {
		TestGraph test = block().node("result", "MatMul", "normalized", "more").weights("more", SIZE, SIZE);
		List<String> kept = this.pass.convert(test.graph(), Map.of("product", 20_000f, "normalized", 3f));
		assertThat(kept).hasSize(2).allMatch((sentence) -> sentence.contains("'product'"));
		assertThat(isInHalf(test.graph(), "words")).isTrue();
		assertThat(isInHalf(test.graph(), "product")).isFalse();
	}

	@Test
	void aTensorThatWasSeenToHoldNoNumbersStaysInSinglePrecision() throws IOException {
		TestGraph test = block().node("result", "MatMul", "normalized", "more").weights("more", SIZE, SIZE);
		this.pass.convert(test.graph(), Map.of("product", Float.NaN));
		assertThat(isInHalf(test.graph(), "product")).isFalse();
	}

	@Test
	void aSoftmaxStaysInSinglePrecisionWithWhatLeadsToIt() throws IOException {
		TestGraph test = block().number("divisor", 4)
			.node("scaled", "Div", "product", "divisor")
			.node("weighted", "Softmax", Map.of("axis", new NodeAttribute.Whole(-1)), "scaled")
			.node("result", "MatMul", "weighted", "matrix");
		this.pass.convert(test.graph(), Map.of());
		assertThat(test.graph().constant("divisor")).isNotNull();
		assertThat(casts(test.graph(), ElementType.FLOAT)).hasSize(2);
		assertThat(casts(test.graph(), ElementType.FLOAT16)).singleElement()
			.extracting((node) -> node.input(0))
			.isEqualTo("weighted");
		assertThat(values(test.run())).doesNotContain(Float.NaN);
	}

	@Test
	void aSpelledOutNormalizationStaysInSinglePrecision() throws IOException {
		Map<String, NodeAttribute> lastAxis = Map.of("axes", new NodeAttribute.Wholes(List.of(-1L)));
		TestGraph test = block().node("mean", "ReduceMean", lastAxis, "product")
			.node("centred", "Sub", "product", "mean")
			.node("squares", "Mul", "centred", "centred")
			.node("variance", "ReduceMean", lastAxis, "squares")
			.number("epsilon", 1e-12f)
			.node("positive", "Add", "variance", "epsilon")
			.node("deviation", "Sqrt", "positive")
			.node("spelled", "Div", "centred", "deviation")
			.node("result", "MatMul", "spelled", "matrix");
		float[] before = values(test.run());
		assertThat(this.pass.convert(test.graph(), Map.of())).isEmpty();
		assertThat(casts(test.graph(), ElementType.FLOAT16)).singleElement()
			.extracting((node) -> node.input(0))
			.isEqualTo("spelled");
		assertThat(values(test.run())).containsExactly(before, within(0.05f));
	}

	@Test
	void aMaskIsCutToTheRangeWhereItIsAdded() throws IOException {
		TestGraph test = masked().node("result", "MatMul", "sum", "matrix");
		this.pass.convert(test.graph(), Map.of("mask", Float.MAX_VALUE));
		assertThat(isInHalf(test.graph(), "sum")).isTrue();
		for (float value : values(test.run())) {
			assertThat(value).isFinite();
		}
	}

	@Test
	void aMaskThatIsOneNumberIsCutToTheRange() throws IOException {
		TestGraph test = block().number("least", -Float.MAX_VALUE)
			.cast("there", ElementType.BOOL, TestGraph.IDS)
			.node("place", "Unsqueeze", "there", "last")
			.weights("last", GraphTensor.ofLongs("", List.of(1L), -1))
			.node("chosen", "Where", "place", "product", "least")
			.node("result", "MatMul", "chosen", "matrix");
		assertThat(this.pass.convert(test.graph(), Map.of())).isEmpty();
		assertThat(isInHalf(test.graph(), "chosen")).isTrue();
		for (float value : values(test.run())) {
			assertThat(value).isFinite();
		}
	}

	@Test
	void positionsStayInSinglePrecision() throws IOException {
		TestGraph test = block().cast("position", ElementType.FLOAT, TestGraph.IDS)
			.weights("last", GraphTensor.ofLongs("", List.of(1L), -1))
			.node("place", "Unsqueeze", "position", "last")
			.number("frequency", 999.7f)
			.node("angle", "Mul", "place", "frequency")
			.node("cosine", "Cos", "angle")
			.node("turned", "Mul", "product", "cosine")
			.node("result", "MatMul", "turned", "matrix");
		float[] before = values(test.run());
		this.pass.convert(test.graph(), Map.of());
		assertThat(casts(test.graph(), ElementType.FLOAT16)).singleElement()
			.extracting((node) -> node.input(0))
			.isEqualTo("cosine");
		assertThat(isInHalf(test.graph(), "turned")).isTrue();
		assertThat(values(test.run())).containsExactly(before, within(0.2f));
	}

	@Test
	void wholeNumbersAreCastToHalvesAtOnce() throws IOException {
		TestGraph test = block().cast("number", ElementType.FLOAT, TestGraph.IDS)
			.weights("last", GraphTensor.ofLongs("", List.of(1L), -1))
			.node("place", "Unsqueeze", "number", "last")
			.cast("again", ElementType.FLOAT, "place")
			.node("counted", "Mul", "product", "again")
			.node("result", "MatMul", "counted", "matrix");
		this.pass.convert(test.graph(), Map.of());
		assertThat(casts(test.graph(), ElementType.FLOAT16)).singleElement()
			.extracting((node) -> node.input(0))
			.isEqualTo("place");
	}

	@Test
	void whatIsNotKnownStaysInSinglePrecision() throws IOException {
		TestGraph test = block().node("strange", "HardSwish", "product").node("result", "MatMul", "strange", "matrix");
		this.pass.convert(test.graph(), Map.of());
		assertThat(Objects.requireNonNull(test.graph().producer("strange")).input(0)).isNotEqualTo("product");
		assertThat(test.run()).containsOnlyKeys("result");
	}

	@Test
	void onlyFloatsThatNodesMakeAreToBeSeen() {
		OnnxGraph graph = masked().node("result", "MatMul", "sum", "matrix").graph();
		assertThat(HalfPrecision.activations(graph)).contains("product", "mask", "sum", "result")
			.doesNotContain(TestGraph.IDS, "matrix", "there");
	}

	/** A row of a table, multiplied, and normalized. */
	private static TestGraph block() {
		return TestGraph.of("result")
			.weights("table", 50, SIZE)
			.node("words", "Gather", "table", TestGraph.IDS)
			.weights("matrix", SIZE, SIZE)
			.node("product", "MatMul", "words", "matrix")
			.weights("scale", SIZE)
			.node("normalized", "LayerNormalization", "product", "scale");
	}

	private static TestGraph masked() {
		return block().cast("there", ElementType.BOOL, TestGraph.IDS)
			.cast("one", ElementType.FLOAT, "there")
			.weights("last", GraphTensor.ofLongs("", List.of(1L), -1))
			.node("place", "Unsqueeze", "one", "last")
			.number("least", -Float.MAX_VALUE)
			.node("mask", "Mul", "place", "least")
			.node("sum", "Add", "product", "mask");
	}

	static Stream<Path> models() throws IOException {
		return LowPrecisionCorpus.models();
	}

	private static void convert(OnnxGraph graph, WeightReader reader) throws IOException {
		new HalfPrecision(reader).convert(graph, Map.of());
	}

	private static List<GraphNode> casts(OnnxGraph graph, ElementType type) {
		return graph.nodes("Cast").stream().filter((node) -> isTo(node, type)).toList();
	}

	private static boolean isTo(GraphNode cast, ElementType type) {
		return NodeAttribute.whole(cast.attribute("to"), 0) == type.code();
	}

	private static boolean isInHalf(OnnxGraph graph, String tensor) {
		return new TensorTypes(graph, graph.sortedNodes()).is(tensor, ElementType.FLOAT16);
	}

	private static float[] values(Map<String, ProbedTensor> seen) {
		return Objects.requireNonNull(seen.get("result")).values();
	}

}
