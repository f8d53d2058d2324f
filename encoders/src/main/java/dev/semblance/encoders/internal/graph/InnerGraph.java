package dev.semblance.encoders.internal.graph;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;

/**
 * A graph within an attribute, read only as far as to know which tensors it uses of the
 * graph around it.
 */
final class InnerGraph {

	/** Far more than any exporter makes. */
	private static final int DEEPEST = 32;

	private final Set<String> used = new LinkedHashSet<>();

	private final Set<String> made = new HashSet<>();

	private InnerGraph() {
	}

	/**
	 * Reads a graph.
	 * @param message its {@code GraphProto}
	 * @return names of the tensors that it uses and does not make
	 */
	static Set<String> captured(ByteBuffer message) throws IOException {
		return captured(message, 1);
	}

	private static Set<String> captured(ByteBuffer message, int depth) throws IOException {
		if (depth > DEEPEST) {
			throw new IOException("its graphs are nested more than %d deep".formatted(DEEPEST));
		}
		InnerGraph graph = new InnerGraph();
		CodedInputStream stream = CodedInputStream.newInstance(message.duplicate());
		for (int tag = stream.readTag(); tag != 0; tag = stream.readTag()) {
			switch (WireFormat.getTagFieldNumber(tag)) {
				case 1 -> graph.readNode(stream.readByteBuffer(), depth);
				case 5 -> graph.made.add(name(stream.readByteBuffer(), 8));
				case 11 -> graph.made.add(name(stream.readByteBuffer(), 1));
				case 12 -> graph.used.add(name(stream.readByteBuffer(), 1));
				default -> skip(stream, tag);
			}
		}
		graph.used.removeAll(graph.made);
		graph.used.remove("");
		return graph.used;
	}

	private void readNode(ByteBuffer message, int depth) throws IOException {
		CodedInputStream stream = CodedInputStream.newInstance(message);
		for (int tag = stream.readTag(); tag != 0; tag = stream.readTag()) {
			switch (WireFormat.getTagFieldNumber(tag)) {
				case 1 -> this.used.add(stream.readString());
				case 2 -> this.made.add(stream.readString());
				case 5 -> readAttribute(stream.readByteBuffer(), depth);
				default -> skip(stream, tag);
			}
		}
	}

	private void readAttribute(ByteBuffer message, int depth) throws IOException {
		CodedInputStream stream = CodedInputStream.newInstance(message);
		for (int tag = stream.readTag(); tag != 0; tag = stream.readTag()) {
			switch (WireFormat.getTagFieldNumber(tag)) {
				case 6, 11 -> this.used.addAll(captured(stream.readByteBuffer(), depth + 1));
				default -> skip(stream, tag);
			}
		}
	}

	private static String name(ByteBuffer message, int field) throws IOException {
		CodedInputStream stream = CodedInputStream.newInstance(message);
		for (int tag = stream.readTag(); tag != 0; tag = stream.readTag()) {
			if (WireFormat.getTagFieldNumber(tag) == field) {
				return stream.readString();
			}
			skip(stream, tag);
		}
		return "";
	}

	private static void skip(CodedInputStream stream, int tag) throws IOException {
		if (!stream.skipField(tag)) {
			throw new IOException("it has a group where none can be");
		}
	}

}
