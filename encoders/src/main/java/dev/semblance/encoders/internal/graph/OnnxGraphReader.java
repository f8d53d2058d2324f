package dev.semblance.encoders.internal.graph;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Reads a graph from the bytes of an ONNX file, of which weights stay slices. Field
 * numbers are those of {@code onnx.proto}. What is read differently by others, such as a
 * name that stands for two tensors, is an error.
 */
public final class OnnxGraphReader {

	/** Far more than any exporter makes. */
	private static final int DEEPEST = 32;

	private final MessageStream stream;

	private final List<GraphNode> nodes = new ArrayList<>();

	private final List<GraphTensor> constants = new ArrayList<>();

	private final Map<String, ByteBuffer> inputs = new LinkedHashMap<>();

	private final Map<String, ByteBuffer> outputs = new LinkedHashMap<>();

	private final Map<String, Long> operatorSets = new HashMap<>();

	private final List<ByteBuffer> functions = new ArrayList<>();

	private long irVersion;

	private String producer = "";

	private OnnxGraphReader(ByteBuffer bytes) {
		this.stream = new MessageStream(bytes);
	}

	/**
	 * Reads a graph.
	 * @param bytes the file from position to limit; must stay as it is as long as the
	 * graph is used
	 * @return the graph, in which constants that were nodes are constants
	 * @throws IOException if the bytes are not an ONNX file
	 * @throws dev.semblance.encoders.InvalidModelException if they are one whose graph is
	 * not complete
	 */
	public static OnnxGraph read(ByteBuffer bytes) throws IOException {
		try {
			return new OnnxGraphReader(bytes).read();
		}
		catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException ex) {
			throw new IOException("a length in it is wrong: " + ex.getMessage(), ex);
		}
	}

	private OnnxGraph read() throws IOException {
		readModel();
		if (!this.operatorSets.containsKey("") || this.outputs.isEmpty()) {
			throw new IOException("it states no operator set or no outputs");
		}
		OnnxGraph graph = new OnnxGraph(
				new ModelHeader(this.irVersion, this.producer, this.operatorSets, this.functions));
		this.inputs.forEach(graph::addInput);
		this.outputs.forEach(graph::addOutput);
		for (GraphTensor constant : this.constants) {
			addConstant(graph, constant);
		}
		for (GraphNode node : this.nodes) {
			GraphTensor constant = constant(node);
			if (constant != null) {
				addConstant(graph, constant);
			}
			else {
				requireNoExternalData(node);
				graph.add(node);
			}
		}
		graph.requireKnownOutputs();
		graph.sortedNodes();
		return graph;
	}

	private static void addConstant(OnnxGraph graph, GraphTensor constant) throws IOException {
		if (constant.name().isEmpty() || graph.constant(constant.name()) != null) {
			throw new IOException("two of its tensors have the name '%s', or one has none".formatted(constant.name()));
		}
		graph.put(constant);
	}

	private static @Nullable GraphTensor constant(GraphNode node) {
		if (!node.is("Constant") || node.outputs().size() != 1) {
			return null;
		}
		String name = node.output();
		if (node.attribute("value") instanceof NodeAttribute.Tensor value) {
			return value.tensor().named(name);
		}
		if (node.attribute("value_float") instanceof NodeAttribute.Real value) {
			return GraphTensor.ofFloats(name, List.of(), value.value());
		}
		if (node.attribute("value_int") instanceof NodeAttribute.Whole value) {
			return GraphTensor.ofLongs(name, List.of(), value.value());
		}
		if (node.attribute("value_ints") instanceof NodeAttribute.Wholes value) {
			return GraphTensor.ofLongs(name, List.of((long) value.values().size()),
					value.values().stream().mapToLong(Long::longValue).toArray());
		}
		return null;
	}

	/** Only weights of the graph itself are found again when its file has moved. */
	private static void requireNoExternalData(GraphNode node) throws IOException {
		for (NodeAttribute attribute : node.attributes().values()) {
			if (attribute instanceof NodeAttribute.Tensor tensor
					&& tensor.tensor().data() instanceof TensorData.External) {
				throw new IOException("its node '%s' has weights of its own in another file".formatted(node));
			}
		}
	}

	private void readModel() throws IOException {
		for (int tag = this.stream.tag(); tag != 0; tag = this.stream.tag()) {
			switch (MessageStream.field(tag)) {
				case 1 -> this.irVersion = this.stream.whole(tag);
				case 2 -> this.producer = this.stream.text(tag);
				case 7 -> this.stream.message(tag, this::readGraph);
				case 8 -> this.stream.message(tag, this::readOperatorSet);
				case 25 -> this.functions.add(this.stream.message(tag, this::readFunction));
				default -> this.stream.skip(tag);
			}
		}
	}

	private void readOperatorSet() throws IOException {
		String domain = "";
		long version = 0;
		for (int tag = this.stream.tag(); tag != 0; tag = this.stream.tag()) {
			switch (MessageStream.field(tag)) {
				case 1 -> domain = this.stream.text(tag);
				case 2 -> version = this.stream.whole(tag);
				default -> this.stream.skip(tag);
			}
		}
		Long other = this.operatorSets.put(domain.equals("ai.onnx") ? "" : domain, version);
		if (version < 1 || version > Integer.MAX_VALUE || (other != null && other != version)) {
			throw new IOException("it states version %d of the operator set '%s'%s".formatted(version, domain,
					(other != null) ? " and version " + other : ""));
		}
	}

	/** Operators that a file defines are not what is known by their name. */
	private void readFunction() throws IOException {
		String domain = "";
		for (int tag = this.stream.tag(); tag != 0; tag = this.stream.tag()) {
			switch (MessageStream.field(tag)) {
				case 7 -> this.stream.message(tag, () -> requireNoExternalData(readNode(1)));
				case 10 -> domain = this.stream.text(tag);
				default -> this.stream.skip(tag);
			}
		}
		if (Set.of("", "ai.onnx", GraphNode.CONTRIBUTED).contains(domain)) {
			throw new IOException("it defines operators of its own in the domain '%s'".formatted(domain));
		}
	}

	private void readGraph() throws IOException {
		for (int tag = this.stream.tag(); tag != 0; tag = this.stream.tag()) {
			switch (MessageStream.field(tag)) {
				case 1 -> this.stream.message(tag, () -> this.nodes.add(readNode(1)));
				case 5 -> this.stream.message(tag, () -> this.constants.add(TensorFields.read(this.stream)));
				case 11 -> readValue(tag, this.inputs);
				case 12 -> readValue(tag, this.outputs);
				case 15 -> throw new IOException("it has sparse weights");
				default -> this.stream.skip(tag);
			}
		}
	}

	private void readValue(int tag, Map<String, ByteBuffer> values) throws IOException {
		ByteBuffer message = this.stream.slice(tag);
		String name = name(new MessageStream(message));
		if (name.isEmpty() || values.put(name, message) != null) {
			throw new IOException("two of its inputs or outputs have the name '%s', or one has none".formatted(name));
		}
	}

	private static String name(MessageStream value) throws IOException {
		String name = "";
		for (int tag = value.tag(); tag != 0; tag = value.tag()) {
			if (MessageStream.field(tag) == 1) {
				name = value.text(tag);
			}
			else {
				value.skip(tag);
			}
		}
		return name;
	}

	private GraphNode readNode(int depth) throws IOException {
		List<String> inputs = new ArrayList<>();
		List<String> outputs = new ArrayList<>();
		Map<String, NodeAttribute> attributes = new LinkedHashMap<>();
		String name = "";
		String operator = "";
		String domain = "";
		for (int tag = this.stream.tag(); tag != 0; tag = this.stream.tag()) {
			switch (MessageStream.field(tag)) {
				case 1 -> inputs.add(this.stream.text(tag));
				case 2 -> outputs.add(this.stream.text(tag));
				case 3 -> name = this.stream.text(tag);
				case 4 -> operator = this.stream.text(tag);
				case 5 -> readAttribute(tag, attributes, depth);
				case 7 -> domain = this.stream.text(tag);
				case 8 -> throw new IOException("it has overloaded operators");
				default -> this.stream.skip(tag);
			}
		}
		if (outputs.isEmpty()) {
			throw new IOException("its node %s '%s' has no outputs".formatted(operator, name));
		}
		return new GraphNode(name, domain, operator, inputs, outputs, attributes);
	}

	private void readAttribute(int attributeTag, Map<String, NodeAttribute> attributes, int depth) throws IOException {
		AttributeFields fields = new AttributeFields();
		ByteBuffer message = this.stream.message(attributeTag, () -> readAttribute(fields, depth));
		if (attributes.put(fields.name, fields.attribute(message)) != null) {
			throw new IOException("one of its nodes has the attribute '%s' twice".formatted(fields.name));
		}
	}

	private void readAttribute(AttributeFields fields, int depth) throws IOException {
		for (int tag = this.stream.tag(); tag != 0; tag = this.stream.tag()) {
			switch (MessageStream.field(tag)) {
				case 1 -> fields.name = this.stream.text(tag);
				case 2 -> fields.real = this.stream.real(tag);
				case 3 -> fields.whole = this.stream.whole(tag);
				case 4 -> fields.text = this.stream.slice(tag);
				case 5 -> this.stream.message(tag, () -> fields.hold(TensorFields.read(this.stream)));
				case 6, 11 -> this.stream.message(tag, () -> fields.captured.addAll(captured(depth + 1)));
				case 8 -> this.stream.wholes(tag, fields.wholes);
				case 10 -> this.stream.message(tag, () -> requireInside(TensorFields.read(this.stream)));
				case 20 -> fields.type = this.stream.whole(tag);
				case 22, 23 -> throw new IOException("it has sparse weights");
				default -> this.stream.skip(tag);
			}
		}
	}

	/**
	 * Of a graph within a node, only what it uses of the graph around it is of interest.
	 */
	private Set<String> captured(int depth) throws IOException {
		if (depth > DEEPEST) {
			throw new IOException("its graphs are nested more than %d deep".formatted(DEEPEST));
		}
		Set<String> used = new HashSet<>();
		Set<String> made = new HashSet<>(Set.of(""));
		for (int tag = this.stream.tag(); tag != 0; tag = this.stream.tag()) {
			switch (MessageStream.field(tag)) {
				case 1 -> this.stream.message(tag, () -> {
					GraphNode node = readNode(depth);
					requireNoExternalData(node);
					used.addAll(node.dependencies());
					made.addAll(node.outputs());
				});
				case 5 -> this.stream.message(tag, () -> {
					GraphTensor tensor = TensorFields.read(this.stream);
					requireInside(tensor);
					made.add(tensor.name());
				});
				case 11 -> made.add(name(new MessageStream(this.stream.slice(tag))));
				case 12 -> used.add(name(new MessageStream(this.stream.slice(tag))));
				case 15 -> throw new IOException("it has sparse weights");
				default -> this.stream.skip(tag);
			}
		}
		used.removeAll(made);
		return used;
	}

	private static void requireInside(GraphTensor tensor) throws IOException {
		if (tensor.data() instanceof TensorData.External) {
			throw new IOException("a graph within it has weights of its own in another file");
		}
	}

}
