package dev.semblance.encoders.internal.optimizer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import dev.semblance.encoders.InvalidModelException;
import dev.semblance.encoders.internal.graph.ElementType;
import dev.semblance.encoders.internal.graph.GraphFiles;
import dev.semblance.encoders.internal.graph.GraphNode;
import dev.semblance.encoders.internal.graph.GraphTensor;
import dev.semblance.encoders.internal.graph.NodeAttribute;
import dev.semblance.encoders.internal.graph.OnnxGraph;
import dev.semblance.encoders.internal.graph.TensorData;
import dev.semblance.encoders.internal.graph.WeightReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

class DynamicQuantizationTests {

	private static final int SIZE = 32;

	private static final WeightReader READER = new WeightReader(null);

	private final DynamicQuantization pass = new DynamicQuantization(READER, false);

	@TempDir
	private Path folder;

	@ParameterizedTest
	@MethodSource("models")
	void aModelStaysNearToItselfInEightBits(Path onnx) throws IOException {
		assertThat(LowPrecisionCorpus.leastCosine(onnx, this.folder,
				(graph, reader) -> new DynamicQuantization(reader, false).quantize(graph)))
			.isGreaterThanOrEqualTo(0.99);
	}

	@ParameterizedTest
	@MethodSource("models")
	void aFusedModelStaysNearToItselfInAReducedRange(Path onnx) throws IOException {
		Path fused = LowPrecisionCorpus.fused(onnx, Files.createDirectory(this.folder.resolve("fused")));
		assertThat(LowPrecisionCorpus.leastCosine(fused, this.folder,
				(graph, reader) -> new DynamicQuantization(reader, true).quantize(graph)))
			.isGreaterThanOrEqualTo(0.97);
	}

	@Test
	void everyProductWithWeightsOfAFusedModelIsRewritten() throws IOException {
		Path onnx = Path.of("src/test/resources/parity/bert-mean/onnx/model.onnx");
		OnnxGraph graph = LowPrecisionCorpus.read(LowPrecisionCorpus.fused(onnx, this.folder));
		int products = graph.nodes("MatMul").size();
		assertThat(new DynamicQuantization(new WeightReader(this.folder), false).quantize(graph)).isEqualTo(products);
		assertThat(graph.nodes("MatMul")).isEmpty();
		assertThat(graph.nodes(DynamicQuantization.OPERATOR)).hasSize(products);
		assertThat(graph.nodes("BiasGelu")).isEmpty();
		assertThat(graph.nodes("Gelu")).hasSize(2);
	}

	@Test
	void eachColumnHasAScaleOfItsOwn() throws IOException {
		QuantizedMatrix matrix = new QuantizedMatrix(READER,
				GraphTensor.ofFloats("", List.of(2L, 3L), 1, 0.5f, 0, -2, 0.25f, 0), false, 127);
		float[] scales = matrix.scales();
		assertThat(scales).containsExactly(new float[] { 2 / 127f, 0.5f / 127f, Float.MIN_NORMAL }, within(1e-7f));
		assertThat(bytes(matrix.bytes(scales))).containsExactly(64, 127, 0, -127, 64, 0);
	}

	@Test
	void aTransposedMatrixHasTheSameBytes() throws IOException {
		QuantizedMatrix matrix = new QuantizedMatrix(READER,
				GraphTensor.ofFloats("", List.of(3L, 2L), 1, -2, 0.5f, 0.25f, 0, 0), true, 127);
		assertThat(matrix.rows()).isEqualTo(2);
		assertThat(matrix.columns()).isEqualTo(3);
		assertThat(bytes(matrix.bytes(matrix.scales()))).containsExactly(64, 127, 0, -127, 64, 0);
	}

	@Test
	void aReducedRangeLeavesABitUnused() throws IOException {
		TestGraph test = product();
		float[] before = values(test);
		new DynamicQuantization(READER, true).quantize(test.graph());
		byte[] bytes = bytes(test.graph());
		assertThat(bytes).contains(64);
		for (byte value : bytes) {
			assertThat((int) value).isBetween(-64, 64);
		}
		assertThat(values(test)).containsExactly(before, within(0.7f));
	}

	@Test
	void theFullRangeIsSymmetric() throws IOException {
		TestGraph test = product();
		float[] before = values(test);
		assertThat(this.pass.quantize(test.graph())).isEqualTo(1);
		byte[] bytes = bytes(test.graph());
		assertThat(bytes).contains(127).doesNotContain(-128);
		assertThat(values(test)).containsExactly(before, within(0.35f));
	}

	@Test
	void aBiasIsAddedWithinTheProduct() throws IOException {
		TestGraph test = TestGraph.of("result")
			.weights("table", 50, SIZE)
			.node("words", "Gather", "table", TestGraph.IDS)
			.weights("matrix", SIZE, SIZE)
			.node("product", "MatMul", "words", "matrix")
			.weights("bias", SIZE)
			.node("result", "Add", "bias", "product");
		float[] before = values(test);
		this.pass.quantize(test.graph());
		assertThat(test.graph().nodes("Add")).isEmpty();
		assertThat(values(test)).containsExactly(before, within(0.35f));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1 })
	void aProductOfMatricesWithItsBiasIsRewritten(int transposed) throws IOException {
		TestGraph test = TestGraph.of("result")
			.weights("table", 50, SIZE)
			.node("words", "Gather", "table", TestGraph.IDS)
			.weights("first", GraphTensor.ofLongs("", List.of(), 0))
			.node("heads", "Gather", Map.of("axis", new NodeAttribute.Whole(1)), "words", "first")
			.weights("matrix", (transposed != 0) ? new long[] { 48, SIZE } : new long[] { SIZE, 48 })
			.weights("bias", 48)
			.node("result", "Gemm", Map.of("transB", new NodeAttribute.Whole(transposed)), "heads", "matrix", "bias");
		float[] before = values(test);
		assertThat(this.pass.quantize(test.graph())).isEqualTo(1);
		assertThat(test.graph().nodes("Gemm")).isEmpty();
		assertThat(values(test)).containsExactly(before, within(0.35f));
	}

	@Test
	void aTableThatIsAlsoADecoderIsStillLookedUpInSinglePrecision() throws IOException {
		TestGraph test = TestGraph.of("result")
			.weights("table", 50, SIZE)
			.node("words", "Gather", "table", TestGraph.IDS)
			.node("decoder", "Transpose", Map.of("perm", new NodeAttribute.Wholes(List.of(1L, 0L))), "table")
			.node("result", "MatMul", "words", "decoder");
		float[] before = values(test);
		assertThat(this.pass.quantize(test.graph())).isEqualTo(1);
		assertThat(test.graph().constant("table")).matches((tensor) -> tensor.is(ElementType.FLOAT));
		assertThat(test.graph().nodes("Transpose")).isEmpty();
		assertThat(values(test)).containsExactly(before, within(0.6f));
	}

	@Test
	void aMatrixThatIsUsedTwiceIsConvertedOnce() throws IOException {
		TestGraph test = TestGraph.of("result")
			.weights("table", 50, SIZE)
			.node("words", "Gather", "table", TestGraph.IDS)
			.weights("matrix", SIZE, SIZE)
			.node("product", "MatMul", "words", "matrix")
			.node("result", "MatMul", "product", "matrix");
		assertThat(this.pass.quantize(test.graph())).isEqualTo(2);
		assertThat(test.graph().constants().values()).filteredOn((tensor) -> tensor.is(ElementType.INT8)).hasSize(1);
	}

	@Test
	void aLargeMatrixIsConvertedWhenItIsWritten() throws IOException {
		TestGraph test = TestGraph.of("result")
			.weights("table", 50, 256)
			.node("words", "Gather", "table", TestGraph.IDS)
			.weights("matrix", 256, 256)
			.node("result", "MatMul", "words", "matrix");
		this.pass.quantize(test.graph());
		assertThat(test.graph().constants().values()).filteredOn((tensor) -> tensor.is(ElementType.INT8))
			.singleElement()
			.extracting(GraphTensor::data)
			.isInstanceOf(TensorData.Converted.class);
		GraphFiles.write(test.graph(), READER, this.folder);
		assertThat(this.folder.resolve(GraphFiles.WEIGHTS)).hasSize(256 * 256);
	}

	@Test
	void theHeadThatGivesAScoreStaysInSinglePrecision() throws IOException {
		TestGraph test = TestGraph.of("result")
			.weights("table", 50, SIZE)
			.node("words", "Gather", "table", TestGraph.IDS)
			.weights("head", SIZE, 2)
			.node("result", "MatMul", "words", "head");
		assertThat(this.pass.quantize(test.graph())).isZero();
		assertThat(test.graph().nodes("MatMul")).hasSize(1);
	}

	@Test
	void productsOfActivationsStayAsTheyAre() throws IOException {
		TestGraph test = TestGraph.of("result")
			.weights("table", 50, SIZE)
			.node("words", "Gather", "table", TestGraph.IDS)
			.node("turned", "Transpose", Map.of("perm", new NodeAttribute.Wholes(List.of(0L, 2L, 1L))), "words")
			.node("result", "MatMul", "words", "turned");
		assertThat(this.pass.quantize(test.graph())).isZero();
	}

	@ParameterizedTest
	@ValueSource(floats = { Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY })
	void weightsThatAreNoNumbersAreRefused(float value) {
		float[] values = new float[SIZE * SIZE];
		values[SIZE + 5] = value;
		TestGraph test = product().weights("matrix",
				GraphTensor.ofFloats("", List.of((long) SIZE, (long) SIZE), values));
		assertThatExceptionOfType(InvalidModelException.class).isThrownBy(() -> this.pass.quantize(test.graph()))
			.withMessageContaining("'matrix'")
			.withMessageContaining("column 5");
	}

	static Stream<Path> models() throws IOException {
		return LowPrecisionCorpus.models();
	}

	private static TestGraph product() {
		return TestGraph.of("result")
			.weights("table", 50, SIZE)
			.node("words", "Gather", "table", TestGraph.IDS)
			.weights("matrix", SIZE, SIZE)
			.node("result", "MatMul", "words", "matrix");
	}

	private static byte[] bytes(OnnxGraph graph) throws IOException {
		GraphNode node = graph.nodes(DynamicQuantization.OPERATOR).get(0);
		return bytes(READER.read(Objects.requireNonNull(graph.constant(node.input(1)))));
	}

	private static byte[] bytes(ByteBuffer buffer) {
		byte[] bytes = new byte[buffer.remaining()];
		buffer.get(bytes);
		return bytes;
	}

	private static float[] values(TestGraph graph) {
		return Objects.requireNonNull(graph.run().get("result")).values();
	}

}
