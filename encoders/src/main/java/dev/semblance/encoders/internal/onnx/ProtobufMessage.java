package dev.semblance.encoders.internal.onnx;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import com.google.protobuf.CodedOutputStream;

/**
 * A protobuf message in the making. Fields go out in the order they are added.
 */
final class ProtobufMessage {

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	private final CodedOutputStream stream = CodedOutputStream.newInstance(this.bytes);

	ProtobufMessage string(int field, String value) {
		return bytes(field, value.getBytes(StandardCharsets.UTF_8));
	}

	ProtobufMessage message(int field, ProtobufMessage value) {
		return bytes(field, value.toByteArray());
	}

	ProtobufMessage bytes(int field, ByteBuffer value) {
		byte[] array = new byte[value.remaining()];
		value.duplicate().get(array);
		return bytes(field, array);
	}

	ProtobufMessage integer(int field, long value) {
		return write((output) -> output.writeInt64(field, value));
	}

	ProtobufMessage number(int field, float value) {
		return write((output) -> output.writeFloat(field, value));
	}

	byte[] toByteArray() {
		write(CodedOutputStream::flush);
		return this.bytes.toByteArray();
	}

	private ProtobufMessage bytes(int field, byte[] value) {
		return write((output) -> output.writeByteArray(field, value));
	}

	private ProtobufMessage write(FieldWriter writer) {
		try {
			writer.write(this.stream);
			return this;
		}
		catch (IOException ex) {
			throw new IllegalStateException("A byte array refused to be written to", ex);
		}
	}

	@FunctionalInterface
	private interface FieldWriter {

		void write(CodedOutputStream output) throws IOException;

	}

}
