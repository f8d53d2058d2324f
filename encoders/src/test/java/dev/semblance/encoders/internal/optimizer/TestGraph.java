package dev.semblance.encoders.internal.optimizer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;

import com.google.protobuf.CodedOutputStream;
import dev.semblance.encoders.internal.graph.ElementType;
import dev.semblance.encoders.internal.graph.GraphNode;
import dev.semblance.encoders.internal.graph.GraphTensor;
import dev.semblance.encoders.internal.graph.NodeAttribute;
import dev.semblance.encoders.internal.graph.OnnxGraph;
import dev.semblance.encoders.internal.graph.OnnxGraphReader;
import dev.semblance.encoders.internal.graph.OnnxGraphWriter;
import dev.semblance.encoders.internal.runtime.ProbeSession;

/**
 * Graphs of a few nodes, whose only input is {@code input_ids}, and whose outputs are
 * floats.
 */
final class TestGraph {

	static final String IDS = "input_ids";

	static final ProbeBatch BATCH = ProbeBatch.of(50, 1, 1, 7, 7, 7);

	private final OnnxGraph graph;

	TestGraph(String... outputs) {
		this.graph = empty(outputs);
		this.graph.nodes().forEach(this.graph::remove);
	}

	static TestGraph of(String... outputs) {
		return new TestGraph(outputs);
	}

	TestGraph weights(String name, GraphTensor tensor) {
		this.graph.put(tensor.named(name));
		return this;
	}

	/** Random weights. */
	TestGraph weights(String name, long... dimensions) {
		return weights(name, random(dimensions));
	}

	TestGraph number(String name, float value) {
		return weights(name, GraphTensor.ofFloats("", List.of(), value));
	}

	TestGraph node(String output, String operator, String... inputs) {
		return node(output, operator, Map.of(), inputs);
	}

	TestGraph node(String output, String operator, Map<String, NodeAttribute> attributes, String... inputs) {
		this.graph.add(new GraphNode("node of " + output, "", operator, List.of(inputs), List.of(output), attributes));
		return this;
	}

	TestGraph cast(String output, ElementType type, String input) {
		return node(output, "Cast", Map.of("to", new NodeAttribute.Whole(type.code())), input);
	}

	OnnxGraph graph() {
		return this.graph;
	}

	/** What the graph gives, of which no weights wait to be converted. */
	Map<String, ProbedTensor> run() {
		return run(this.graph);
	}

	static Map<String, ProbedTensor> run(OnnxGraph graph) {
		try (ProbeSession session = ProbeSession.open(OnnxGraphWriter.join(OnnxGraphWriter.write(graph)), Path.of("."),
				"The graph")) {
			return session.run(BATCH, new HashSet<>(graph.outputs()));
		}
	}

	static GraphTensor random(long... dimensions) {
		List<Long> shape = new ArrayList<>();
		int elements = 1;
		for (long dimension : dimensions) {
			shape.add(dimension);
			elements *= (int) dimension;
		}
		Random random = new Random(elements);
		float[] values = new float[elements];
		for (int i = 0; i < elements; i++) {
			values[i] = (float) random.nextGaussian();
		}
		return GraphTensor.ofFloats("", shape, values);
	}

	private static OnnxGraph empty(String... outputs) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try {
			CodedOutputStream model = CodedOutputStream.newInstance(bytes);
			model.writeInt64(1, 8);
			model.writeByteArray(8, message((set) -> set.writeInt64(2, 17)));
			model.writeByteArray(7, message((graph) -> {
				graph.writeByteArray(1, message((node) -> {
					for (String output : outputs) {
						node.writeString(2, output);
					}
					node.writeString(4, "Placeholder");
				}));
				graph.writeByteArray(11, value(IDS, ElementType.INT64));
				for (String output : outputs) {
					graph.writeByteArray(12, value(output, ElementType.FLOAT));
				}
			}));
			model.flush();
			return OnnxGraphReader.read(ByteBuffer.wrap(bytes.toByteArray()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static byte[] value(String name, ElementType type) throws IOException {
		return message((value) -> {
			value.writeString(1, name);
			value.writeByteArray(2,
					message((it) -> it.writeByteArray(1, message((tensor) -> tensor.writeInt32(1, type.code())))));
		});
	}

	private static byte[] message(MessageWriter writer) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		CodedOutputStream output = CodedOutputStream.newInstance(bytes);
		writer.write(output);
		output.flush();
		return bytes.toByteArray();
	}

	@FunctionalInterface
	private interface MessageWriter {

		void write(CodedOutputStream output) throws IOException;

	}

}
