package dev.semblance.encoders.internal.graph;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;

/**
 * Writes a graph as an ONNX file: in pieces, so that weights are copied once, to where
 * the file is to be. Protobuf merges what is written one after the other, so each node
 * and each constant is a graph of its own.
 */
public final class OnnxGraphWriter {

	/** The first version in which constants need not be inputs as well. */
	private static final long CONSTANTS_ALONE = 4;

	private static final int EXTERNAL = 1;

	private static final int BUFFER = 512;

	private final OnnxGraph graph;

	private final List<ByteBuffer> pieces = new ArrayList<>();

	private OnnxGraphWriter(OnnxGraph graph) {
		this.graph = graph;
	}

	/**
	 * Writes a graph.
	 * @param graph the graph, none of whose weights are still to be converted
	 * @return the pieces of the file, among them slices of what the graph was read from
	 * @throws dev.semblance.encoders.InvalidModelException if the graph is not complete
	 */
	public static List<ByteBuffer> write(OnnxGraph graph) {
		OnnxGraphWriter writer = new OnnxGraphWriter(graph);
		writer.writeModel();
		return writer.pieces;
	}

	/** Describes an input of one element. */
	static ByteBuffer scalar(String name, ElementType type) {
		byte[] tensor = encode((message) -> {
			message.writeInt32(1, type.code());
			message.writeByteArray(2, new byte[0]);
		});
		return ByteBuffer.wrap(encode((value) -> {
			value.writeString(1, name);
			value.writeByteArray(2, encode((message) -> message.writeByteArray(1, tensor)));
		}));
	}

	/**
	 * Makes tensors outputs of a graph, when it is written behind the graph's file. What
	 * they are is left to ONNX Runtime to find out.
	 * @param names the tensors
	 * @return what is to be written
	 */
	public static ByteBuffer outputs(Collection<String> names) {
		return ByteBuffer.wrap(encode((output) -> {
			for (String name : names) {
				byte[] value = encode((message) -> message.writeString(1, name));
				output.writeByteArray(7, encode((graph) -> graph.writeByteArray(12, value)));
			}
		}));
	}

	/**
	 * Puts pieces together.
	 * @param pieces the pieces of a file
	 * @return a direct buffer of all bytes, from position to limit
	 */
	public static ByteBuffer join(List<ByteBuffer> pieces) {
		int size = pieces.stream().mapToInt(ByteBuffer::remaining).reduce(0, Math::addExact);
		ByteBuffer joined = ByteBuffer.allocateDirect(size);
		pieces.forEach((piece) -> joined.put(piece.duplicate()));
		return joined.flip();
	}

	private void writeModel() {
		ModelHeader header = this.graph.header();
		add((output) -> {
			output.writeInt64(1, Math.max(header.irVersion(), CONSTANTS_ALONE));
			if (!header.producer().isEmpty()) {
				output.writeString(2, header.producer());
			}
			for (Map.Entry<String, Long> set : operatorSets().entrySet()) {
				output.writeByteArray(8, encode((message) -> {
					message.writeString(1, set.getKey());
					message.writeInt64(2, set.getValue());
				}));
			}
			for (ByteBuffer function : header.functions()) {
				output.writeByteBuffer(25, function);
			}
			output.writeByteArray(7, encode(this::writeSignature));
		});
		List<GraphNode> nodes = this.graph.sortedNodes();
		add((output) -> {
			for (GraphNode node : nodes) {
				output.writeByteArray(7, encode((graph) -> graph.writeByteArray(1, encode((it) -> write(it, node)))));
			}
		});
		new TreeMap<>(this.graph.constants()).values().forEach(this::writeConstant);
	}

	/** A node may be of a domain that the file did not use before. */
	private Map<String, Long> operatorSets() {
		Map<String, Long> sets = new TreeMap<>(this.graph.header().operatorSets());
		Set<String> used = new HashSet<>();
		this.graph.nodes().forEach((node) -> used.add(node.domain()));
		used.forEach((domain) -> sets.putIfAbsent(domain, 1L));
		return sets;
	}

	private void writeSignature(CodedOutputStream output) throws IOException {
		output.writeString(2, "semblance");
		for (ByteBuffer input : this.graph.inputMessages()) {
			output.writeByteBuffer(11, input);
		}
		for (ByteBuffer result : this.graph.outputMessages()) {
			output.writeByteBuffer(12, result);
		}
	}

	private static void write(CodedOutputStream output, GraphNode node) throws IOException {
		for (String input : node.inputs()) {
			output.writeString(1, input);
		}
		for (String result : node.outputs()) {
			output.writeString(2, result);
		}
		if (!node.name().isEmpty()) {
			output.writeString(3, node.name());
		}
		output.writeString(4, node.operator());
		for (Map.Entry<String, NodeAttribute> attribute : node.attributes().entrySet()) {
			writeAttribute(output, attribute.getKey(), attribute.getValue());
		}
		if (!node.domain().isEmpty()) {
			output.writeString(7, node.domain());
		}
	}

	private static void writeAttribute(CodedOutputStream output, String name, NodeAttribute attribute)
			throws IOException {
		if (attribute instanceof NodeAttribute.Other other) {
			output.writeByteBuffer(5, other.message());
			return;
		}
		output.writeByteArray(5, encode((message) -> {
			message.writeString(1, name);
			if (attribute instanceof NodeAttribute.Real real) {
				message.writeFloat(2, real.value());
				message.writeEnum(20, AttributeFields.FLOAT);
			}
			else if (attribute instanceof NodeAttribute.Whole whole) {
				message.writeInt64(3, whole.value());
				message.writeEnum(20, AttributeFields.INT);
			}
			else if (attribute instanceof NodeAttribute.Text text) {
				message.writeString(4, text.value());
				message.writeEnum(20, AttributeFields.STRING);
			}
			else if (attribute instanceof NodeAttribute.Wholes wholes) {
				for (long value : wholes.values()) {
					message.writeInt64(8, value);
				}
				message.writeEnum(20, AttributeFields.INTS);
			}
			else if (attribute instanceof NodeAttribute.Graph graph) {
				message.writeByteArray(6, encode((it) -> writeInner(it, name, graph)));
				message.writeEnum(20, AttributeFields.GRAPH);
			}
			else if (attribute instanceof NodeAttribute.Tensor tensor) {
				message.writeByteArray(5, encode((it) -> writeWhole(it, tensor.tensor())));
				message.writeEnum(20, AttributeFields.TENSOR);
			}
		}));
	}

	/** What a graph within the graph gives needs a name and nothing else. */
	private static void writeInner(CodedOutputStream output, String name, NodeAttribute.Graph graph)
			throws IOException {
		for (GraphNode node : graph.nodes()) {
			output.writeByteArray(1, encode((it) -> write(it, node)));
		}
		output.writeString(2, name);
		for (String result : graph.outputs()) {
			output.writeByteArray(12, encode((it) -> it.writeString(1, result)));
		}
	}

	private static void writeWhole(CodedOutputStream output, GraphTensor tensor) throws IOException {
		writeDescription(output, tensor);
		if (tensor.data() instanceof TensorData.InMemory data) {
			output.writeByteBuffer(9, data.bytes());
		}
	}

	private void writeConstant(GraphTensor tensor) {
		byte[] description = encode((output) -> writeDescription(output, tensor));
		ByteBuffer data = (tensor.data() instanceof TensorData.InMemory memory) ? memory.bytes()
				: ByteBuffer.allocate(0);
		boolean inMemory = tensor.data() instanceof TensorData.InMemory;
		int raw = inMemory ? CodedOutputStream.computeTagSize(9)
				+ CodedOutputStream.computeUInt32SizeNoTag(data.remaining()) + data.remaining() : 0;
		int size = Math.addExact(description.length, raw);
		int graph = Math.addExact(CodedOutputStream.computeTagSize(5) + CodedOutputStream.computeUInt32SizeNoTag(size),
				size);
		add((output) -> {
			output.writeTag(7, WireFormat.WIRETYPE_LENGTH_DELIMITED);
			output.writeUInt32NoTag(graph);
			output.writeTag(5, WireFormat.WIRETYPE_LENGTH_DELIMITED);
			output.writeUInt32NoTag(size);
			output.writeRawBytes(description);
			if (inMemory) {
				output.writeTag(9, WireFormat.WIRETYPE_LENGTH_DELIMITED);
				output.writeUInt32NoTag(data.remaining());
			}
		});
		if (inMemory) {
			this.pieces.add(data);
		}
	}

	private static void writeDescription(CodedOutputStream output, GraphTensor tensor) throws IOException {
		if (tensor.data() instanceof TensorData.Converted) {
			throw new IllegalStateException("Tensor '%s' is still to be converted".formatted(tensor.name()));
		}
		for (long dimension : tensor.dimensions()) {
			output.writeInt64(1, dimension);
		}
		output.writeInt32(2, tensor.elementType());
		if (!tensor.name().isEmpty()) {
			output.writeString(8, tensor.name());
		}
		if (tensor.data() instanceof TensorData.External external) {
			writeEntry(output, "location", external.location());
			writeEntry(output, "offset", Long.toString(external.offset()));
			if (external.length() >= 0) {
				writeEntry(output, "length", Long.toString(external.length()));
			}
			output.writeEnum(14, EXTERNAL);
		}
	}

	private static void writeEntry(CodedOutputStream output, String key, String value) throws IOException {
		output.writeByteArray(13, encode((entry) -> {
			entry.writeString(1, key);
			entry.writeString(2, value);
		}));
	}

	private void add(MessageWriter writer) {
		this.pieces.add(ByteBuffer.wrap(encode(writer)).order(ByteOrder.LITTLE_ENDIAN));
	}

	private static byte[] encode(MessageWriter writer) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
		CodedOutputStream output = CodedOutputStream.newInstance(bytes, BUFFER);
		try {
			writer.write(output);
			output.flush();
		}
		catch (IOException ex) {
			throw new IllegalStateException("A byte array refused to be written to", ex);
		}
		return bytes.toByteArray();
	}

	@FunctionalInterface
	private interface MessageWriter {

		void write(CodedOutputStream output) throws IOException;

	}

}
