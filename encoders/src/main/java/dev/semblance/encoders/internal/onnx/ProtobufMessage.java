package dev.semblance.encoders.internal.onnx;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import com.google.protobuf.CodedOutputStream;

/**
 * A protobuf message in the making. Fields go out in the order they are added.
 */
public final class ProtobufMessage {

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	private final CodedOutputStream stream = CodedOutputStream.newInstance(this.bytes);

	/**
	 * Adds a string.
	 * @param field the number of the field
	 * @param value what it holds
	 * @return this message
	 */
	public ProtobufMessage string(int field, String value) {
		return bytes(field, value.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Adds a message.
	 * @param field the number of the field
	 * @param value what it holds
	 * @return this message
	 */
	public ProtobufMessage message(int field, ProtobufMessage value) {
		return bytes(field, value.toByteArray());
	}

	/**
	 * Adds bytes.
	 * @param field the number of the field
	 * @param value what it holds
	 * @return this message
	 */
	public ProtobufMessage bytes(int field, ByteBuffer value) {
		byte[] array = new byte[value.remaining()];
		value.duplicate().get(array);
		return bytes(field, array);
	}

	/**
	 * Adds a whole number.
	 * @param field the number of the field
	 * @param value what it holds
	 * @return this message
	 */
	public ProtobufMessage integer(int field, long value) {
		return write((output) -> output.writeInt64(field, value));
	}

	/**
	 * Adds a number.
	 * @param field the number of the field
	 * @param value what it holds
	 * @return this message
	 */
	public ProtobufMessage number(int field, float value) {
		return write((output) -> output.writeFloat(field, value));
	}

	/**
	 * Returns the message.
	 * @return its bytes
	 */
	public byte[] toByteArray() {
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
