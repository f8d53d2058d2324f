package dev.semblance.encoders.internal.graph;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.semblance.encoders.internal.onnx.BufferStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a graph from the bytes of an ONNX file, of which weights stay slices. Field
 * numbers are those of {@code onnx.proto}.
 */
public final class OnnxGraphReader {

	private final ByteBuffer bytes;

	private final CodedInputStream stream;

	private final List<GraphNode> nodes = new ArrayList<>();

	private final List<GraphTensor> constants = new ArrayList<>();

	private final Map<String, ByteBuffer> inputs = new LinkedHashMap<>();

	private final Map<String, ByteBuffer> outputs = new LinkedHashMap<>();

	private final Map<String, Long> operatorSets = new HashMap<>();

	private final List<ByteBuffer> functions = new ArrayList<>();

	private long irVersion;

	private String producer = "";

	private boolean sparse;

	private OnnxGraphReader(ByteBuffer bytes) {
		this.bytes = bytes.slice();
		this.stream = CodedInputStream.newInstance(new BufferStream(this.bytes));
		this.stream.setSizeLimit(Integer.MAX_VALUE);
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
		if (this.sparse) {
			throw new IOException("it has sparse weights");
		}
		OnnxGraph graph = new OnnxGraph(
				new ModelHeader(this.irVersion, this.producer, this.operatorSets, this.functions));
		this.inputs.forEach(graph::addInput);
		this.outputs.forEach(graph::addOutput);
		this.constants.forEach(graph::put);
		for (GraphNode node : this.nodes) {
			GraphTensor constant = constant(node);
			if (constant != null) {
				graph.put(constant);
			}
			else {
				graph.add(node);
			}
		}
		graph.requireKnownOutputs();
		graph.sortedNodes();
		return graph;
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

	private void readModel() throws IOException {
		for (int tag = this.stream.readTag(); tag != 0; tag = this.stream.readTag()) {
			switch (WireFormat.getTagFieldNumber(tag)) {
				case 1 -> this.irVersion = this.stream.readInt64();
				case 2 -> this.producer = this.stream.readString();
				case 7 -> message(this::readGraph);
				case 8 -> message(this::readOperatorSet);
				case 25 -> this.functions.add(slice());
				default -> skip(tag);
			}
		}
	}

	private void readOperatorSet() throws IOException {
		String domain = "";
		long version = 0;
		for (int tag = this.stream.readTag(); tag != 0; tag = this.stream.readTag()) {
			switch (WireFormat.getTagFieldNumber(tag)) {
				case 1 -> domain = this.stream.readString();
				case 2 -> version = this.stream.readInt64();
				default -> skip(tag);
			}
		}
		this.operatorSets.put(domain.equals("ai.onnx") ? "" : domain, version);
	}

	private void readGraph() throws IOException {
		for (int tag = this.stream.readTag(); tag != 0; tag = this.stream.readTag()) {
			switch (WireFormat.getTagFieldNumber(tag)) {
				case 1 -> message(this::readNode);
				case 5 -> message(() -> this.constants.add(readTensor()));
				case 11 -> readValue(this.inputs);
				case 12 -> readValue(this.outputs);
				case 15 -> {
					this.sparse = true;
					skip(tag);
				}
				default -> skip(tag);
			}
		}
	}

	private void readValue(Map<String, ByteBuffer> values) throws IOException {
		ByteBuffer message = slice();
		CodedInputStream value = CodedInputStream.newInstance(message.duplicate());
		String name = "";
		for (int tag = value.readTag(); tag != 0; tag = value.readTag()) {
			if (WireFormat.getTagFieldNumber(tag) == 1) {
				name = value.readString();
			}
			else {
				value.skipField(tag);
			}
		}
		values.put(name, message);
	}

	private void readNode() throws IOException {
		List<String> inputs = new ArrayList<>();
		List<String> outputs = new ArrayList<>();
		Map<String, NodeAttribute> attributes = new LinkedHashMap<>();
		String name = "";
		String operator = "";
		String domain = "";
		for (int tag = this.stream.readTag(); tag != 0; tag = this.stream.readTag()) {
			switch (WireFormat.getTagFieldNumber(tag)) {
				case 1 -> inputs.add(this.stream.readString());
				case 2 -> outputs.add(this.stream.readString());
				case 3 -> name = this.stream.readString();
				case 4 -> operator = this.stream.readString();
				case 5 -> readAttribute(attributes);
				case 7 -> domain = this.stream.readString();
				default -> skip(tag);
			}
		}
		if (outputs.isEmpty()) {
			throw new IOException("its node %s '%s' has no outputs".formatted(operator, name));
		}
		this.nodes.add(new GraphNode(name, domain, operator, inputs, outputs, attributes));
	}

	private void readAttribute(Map<String, NodeAttribute> attributes) throws IOException {
		AttributeFields fields = new AttributeFields();
		int length = this.stream.readRawVarint32();
		int start = this.stream.getTotalBytesRead();
		int limit = this.stream.pushLimit(length);
		for (int tag = this.stream.readTag(); tag != 0; tag = this.stream.readTag()) {
			switch (WireFormat.getTagFieldNumber(tag)) {
				case 1 -> fields.name = this.stream.readString();
				case 2 -> fields.real = this.stream.readFloat();
				case 3 -> fields.whole = this.stream.readInt64();
				case 4 -> fields.text = this.stream.readString();
				case 5 -> message(() -> fields.tensor = readTensor());
				case 6, 11 -> fields.captured.addAll(InnerGraph.captured(slice()));
				case 8 -> readLongs(tag, fields.wholes);
				case 20 -> fields.type = this.stream.readEnum();
				default -> skip(tag);
			}
		}
		this.stream.checkLastTagWas(0);
		this.stream.popLimit(limit);
		attributes.put(fields.name, fields.attribute(this.bytes.slice(start, length)));
	}

	private GraphTensor readTensor() throws IOException {
		TensorFields fields = new TensorFields();
		for (int tag = this.stream.readTag(); tag != 0; tag = this.stream.readTag()) {
			switch (WireFormat.getTagFieldNumber(tag)) {
				case 1 -> readLongs(tag, fields.dimensions);
				case 2 -> fields.elementType = this.stream.readInt32();
				case 3 -> throw new IOException("it has a tensor in segments");
				case 4, 10 -> fields.packed(tag, this::slice, this.stream);
				case 5, 7, 11 -> readLongs(tag, fields.integers);
				case 8 -> fields.name = this.stream.readString();
				case 9 -> fields.raw = slice();
				case 13 -> message(() -> readExternalData(fields));
				case 14 -> fields.external = this.stream.readEnum() == 1;
				default -> skip(tag);
			}
		}
		return fields.tensor();
	}

	private void readExternalData(TensorFields fields) throws IOException {
		String key = "";
		String value = "";
		for (int tag = this.stream.readTag(); tag != 0; tag = this.stream.readTag()) {
			switch (WireFormat.getTagFieldNumber(tag)) {
				case 1 -> key = this.stream.readString();
				case 2 -> value = this.stream.readString();
				default -> skip(tag);
			}
		}
		fields.externalData.put(key, value);
	}

	private void readLongs(int tag, List<Long> values) throws IOException {
		if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
			message(() -> {
				while (!this.stream.isAtEnd()) {
					values.add(this.stream.readInt64());
				}
			});
		}
		else {
			values.add(this.stream.readInt64());
		}
	}

	private ByteBuffer slice() throws IOException {
		int length = this.stream.readRawVarint32();
		ByteBuffer slice = this.bytes.slice(this.stream.getTotalBytesRead(), length);
		this.stream.skipRawBytes(length);
		return slice.order(ByteOrder.LITTLE_ENDIAN);
	}

	private void message(FieldReader reader) throws IOException {
		int limit = this.stream.pushLimit(this.stream.readRawVarint32());
		reader.read();
		this.stream.checkLastTagWas(0);
		this.stream.popLimit(limit);
	}

	private void skip(int tag) throws IOException {
		if (!this.stream.skipField(tag)) {
			throw new IOException("it has a group where none can be");
		}
	}

	@FunctionalInterface
	private interface FieldReader {

		void read() throws IOException;

	}

}
