package dev.semblance.encoders.internal.graph;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import dev.semblance.encoders.internal.onnx.OnnxBuilder;
import dev.semblance.encoders.internal.onnx.ProtobufMessage;
import dev.semblance.encoders.internal.optimizer.ProbeBatch;
import dev.semblance.encoders.internal.optimizer.ProbedTensor;
import dev.semblance.encoders.internal.runtime.ProbeSession;
import dev.semblance.encoders.parity.ParityModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is read and written again is the same graph, and gives the same numbers.
 */
class GraphRoundTripTests {

	private static final ProbeBatch BATCH = new ProbeBatch(new long[][] { { 7, 12, 9, 31, 8 }, { 11, 6, 0, 0, 0 } },
			new long[][] { { 1, 1, 1, 1, 1 }, { 1, 1, 0, 0, 0 } }, new long[2][5]);

	@TempDir
	private Path folder;

	/** Models that differ in more than their name. */
	static Stream<ParityModel> models() {
		Set<ByteBuffer> files = new HashSet<>();
		return ParityModel.all()
			.filter((model) -> Files.exists(onnx(model)))
			.filter((model) -> files.add(bytes(onnx(model))));
	}

	/** Models that differ in more than their weights. */
	static Stream<ParityModel> structures() {
		Set<Object> structures = new HashSet<>();
		return models().filter((model) -> structures.add(described(read(bytes(onnx(model)))))
				|| model.toString().equals("external-data"));
	}

	@ParameterizedTest
	@MethodSource("models")
	void aModelIsTheSameGraphAfterwards(ParityModel model) throws IOException {
		OnnxGraph before = OnnxGraphReader.read(bytes(onnx(model)));
		OnnxGraph after = OnnxGraphReader.read(OnnxGraphWriter.join(OnnxGraphWriter.write(before)));
		assertThat(after.inputs()).isEqualTo(before.inputs());
		assertThat(after.outputs()).isEqualTo(before.outputs());
		assertThat(after.inputMessages()).isEqualTo(before.inputMessages());
		assertThat(after.outputMessages()).isEqualTo(before.outputMessages());
		assertThat(after.header().operatorSets()).containsAllEntriesOf(before.header().operatorSets());
		assertThat(after.constants()).isEqualTo(before.constants());
		assertThat(described(after)).isEqualTo(described(before));
	}

	@ParameterizedTest
	@MethodSource("structures")
	void aModelGivesTheSameNumbersFromItsTwoFiles(ParityModel model) throws IOException {
		Path original = model.folder().resolve("onnx");
		OnnxGraph graph = OnnxGraphReader.read(bytes(onnx(model)));
		GraphFiles.write(graph, new WeightReader(original), this.folder);
		Map<String, ProbedTensor> before = run(bytes(onnx(model)), original, graph.outputs());
		Map<String, ProbedTensor> after = run(bytes(this.folder.resolve(GraphFiles.GRAPH)), this.folder,
				graph.outputs());
		assertThat(after.keySet()).isEqualTo(before.keySet()).hasSameSizeAs(graph.outputs());
		before.forEach((name, tensor) -> {
			ProbedTensor now = Objects.requireNonNull(after.get(name));
			assertThat(now.shape()).isEqualTo(tensor.shape());
			assertThat(now.values()).isEqualTo(tensor.values()).isNotEmpty();
		});
	}

	@ParameterizedTest
	@MethodSource("models")
	void aModelIsWrittenTheSameWayEveryTime(ParityModel model) throws IOException {
		ByteBuffer first = OnnxGraphWriter.join(OnnxGraphWriter.write(OnnxGraphReader.read(bytes(onnx(model)))));
		ByteBuffer second = OnnxGraphWriter.join(OnnxGraphWriter.write(OnnxGraphReader.read(bytes(onnx(model)))));
		ByteBuffer again = OnnxGraphWriter.join(OnnxGraphWriter.write(OnnxGraphReader.read(first)));
		assertThat(second).isEqualTo(first);
		assertThat(again).isEqualTo(first);
	}

	@Test
	void nodesAreWrittenAfterThoseTheyDependOn() throws IOException {
		OnnxBuilder builder = new OnnxBuilder();
		builder.input("x", OnnxBuilder.FLOAT, 2);
		builder.output("y4", OnnxBuilder.FLOAT, 2);
		for (int i = 4; i > 0; i--) {
			builder.add("Neg", List.of((i == 1) ? "x" : "y" + (i - 1)), List.of("y" + i), Map.of());
		}
		OnnxGraph graph = OnnxGraphReader.read(builder.file());
		OnnxGraph written = OnnxGraphReader.read(OnnxGraphWriter.join(OnnxGraphWriter.write(graph)));
		assertThat(written.nodes()).extracting(GraphNode::output).containsExactly("y1", "y2", "y3", "y4");
	}

	@Test
	void onlyLargeConstantsAreMoved() throws IOException {
		OnnxBuilder builder = new OnnxBuilder();
		builder.input("x", OnnxBuilder.FLOAT, 1);
		String large = builder.weights(16, 1024);
		String small = builder.weights(16, 1023);
		builder.output(builder.node("Add", builder.node("Sum", large), builder.node("Sum", small)));
		OnnxGraph graph = OnnxGraphReader.read(builder.file());
		GraphFiles.write(graph, new WeightReader(null), this.folder);
		OnnxGraph written = OnnxGraphReader.read(bytes(this.folder.resolve(GraphFiles.GRAPH)));
		assertThat(written.constants().get(large)).extracting(GraphTensor::data)
			.isInstanceOf(TensorData.External.class);
		assertThat(written.constants().get(small)).extracting(GraphTensor::data)
			.isInstanceOf(TensorData.InMemory.class);
		assertThat(this.folder.resolve(GraphFiles.WEIGHTS)).hasSize(16 * 1024 * Float.BYTES);
	}

	@Test
	void everyTypeOfConstantIsWhatOnnxRuntimeReads() throws IOException {
		OnnxBuilder builder = new OnnxBuilder();
		builder.input("input_ids", OnnxBuilder.INT64, "batch", "sequence");
		Typed.ALL.forEach((name, typed) -> {
			builder.initializer(typed.tensor().string(8, name));
			builder.output(builder.node("Cast", List.of(name), Map.of("to", 1)));
		});
		OnnxGraph graph = OnnxGraphReader.read(builder.file());
		Map<String, ProbedTensor> before = run(builder.file(), this.folder, graph.outputs());
		Map<String, ProbedTensor> after = run(OnnxGraphWriter.join(OnnxGraphWriter.write(graph)), this.folder,
				graph.outputs());
		before.forEach((name, tensor) -> assertThat(Objects.requireNonNull(after.get(name)).values())
			.isEqualTo(tensor.values()));
	}

	@Test
	void anAttributeOfBytesKeepsThem() throws IOException {
		byte[] bytes = { (byte) 0xff, 0, (byte) 0xc3, 0x28 };
		OnnxBuilder builder = new OnnxBuilder();
		builder.input("x", OnnxBuilder.FLOAT, 1);
		builder.add(new ProtobufMessage().string(1, "x")
			.string(2, "y")
			.string(4, "Opaque")
			.message(5, new ProtobufMessage().string(1, "blob").bytes(4, ByteBuffer.wrap(bytes)).integer(20, 3)));
		builder.output("y");
		ByteBuffer written = OnnxGraphWriter.join(OnnxGraphWriter.write(OnnxGraphReader.read(builder.file())));
		byte[] all = new byte[written.remaining()];
		written.get(all);
		assertThat(all).containsSequence(bytes);
	}

	@Test
	void aNameInAnyScriptIsKept() throws IOException {
		OnnxBuilder builder = new OnnxBuilder();
		String name = "Größe/隠れ層/\uD83D\uDE00";
		builder.input(name, OnnxBuilder.FLOAT, 1);
		builder.add("Neg", List.of(name), List.of("ü"), Map.of()).output("ü");
		OnnxGraph graph = OnnxGraphReader
			.read(OnnxGraphWriter.join(OnnxGraphWriter.write(OnnxGraphReader.read(builder.file()))));
		assertThat(graph.inputs()).containsExactly(name);
		assertThat(graph.outputs()).containsExactly("ü");
	}

	private static Map<String, ProbedTensor> run(ByteBuffer onnx, Path folder, List<String> outputs) {
		try (ProbeSession session = ProbeSession.open(onnx, folder, "the model")) {
			return session.run(BATCH, Set.copyOf(outputs));
		}
	}

	private static OnnxGraph read(ByteBuffer bytes) {
		try {
			return OnnxGraphReader.read(bytes);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Operator, inputs and attributes by outputs. */
	private static Map<List<String>, List<Object>> described(OnnxGraph graph) {
		Map<List<String>, List<Object>> described = new HashMap<>();
		graph.nodes()
			.forEach((node) -> described.put(node.outputs(),
					List.of(node.name(), node.domain(), node.operator(), node.inputs(), node.attributes())));
		return described;
	}

	private static Path onnx(ParityModel model) {
		return model.folder().resolve("onnx/model.onnx");
	}

	private static ByteBuffer bytes(Path file) {
		try {
			return OnnxBuilder.direct(Files.readAllBytes(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
