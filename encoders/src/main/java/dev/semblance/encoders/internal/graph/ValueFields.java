package dev.semblance.encoders.internal.graph;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;

/** What a {@code ValueInfoProto} says of an input or output. */
final class ValueFields {

	private static final int TYPE = 2;

	private static final int TENSOR_TYPE = 1;

	private static final int ELEMENT_TYPE = 1;

	private ValueFields() {
	}

	/**
	 * Reads the type of the elements.
	 * @param message the message
	 * @return the type, if it is one of those that are known
	 */
	static Optional<ElementType> elementType(ByteBuffer message) {
		try {
			CodedInputStream value = CodedInputStream.newInstance(message.duplicate());
			if (enter(value, TYPE) && enter(value, TENSOR_TYPE) && find(value, ELEMENT_TYPE)) {
				return ElementType.of(value.readInt32());
			}
			return Optional.empty();
		}
		catch (IOException ex) {
			return Optional.empty();
		}
	}

	private static boolean enter(CodedInputStream stream, int field) throws IOException {
		if (!find(stream, field)) {
			return false;
		}
		stream.pushLimit(stream.readRawVarint32());
		return true;
	}

	private static boolean find(CodedInputStream stream, int field) throws IOException {
		for (int tag = stream.readTag(); tag != 0; tag = stream.readTag()) {
			if (WireFormat.getTagFieldNumber(tag) == field) {
				return true;
			}
			stream.skipField(tag);
		}
		return false;
	}

}
