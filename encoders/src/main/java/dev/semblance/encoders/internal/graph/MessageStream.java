package dev.semblance.encoders.internal.graph;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.semblance.encoders.internal.onnx.BufferStream;

/**
 * Fields of protobuf messages, one after the other. A field that is not of the type it
 * must be is an error, since ONNX Runtime would pass over it and see another graph than
 * is seen here; so is a file of so many parts that reading them would take far more
 * memory than the file does.
 */
final class MessageStream {

	/** A graph of a hundred layers has about a tenth of it. */
	private static final int MOST_MESSAGES = 1 << 20;

	/** Numbers of variable length, which only short constants are made of. */
	private static final int MOST_NUMBERS = 1 << 22;

	private final ByteBuffer bytes;

	private final CodedInputStream stream;

	private int messages;

	private int numbers;

	MessageStream(ByteBuffer bytes) {
		this.bytes = bytes.slice();
		this.stream = CodedInputStream.newInstance(new BufferStream(this.bytes));
		this.stream.setSizeLimit(Integer.MAX_VALUE);
	}

	/** Reads the tag of the next field, 0 at the end of the message. */
	int tag() throws IOException {
		return this.stream.readTag();
	}

	static int field(int tag) {
		return WireFormat.getTagFieldNumber(tag);
	}

	String text(int tag) throws IOException {
		require(tag, WireFormat.WIRETYPE_LENGTH_DELIMITED);
		return this.stream.readStringRequireUtf8();
	}

	long whole(int tag) throws IOException {
		require(tag, WireFormat.WIRETYPE_VARINT);
		return this.stream.readInt64();
	}

	float real(int tag) throws IOException {
		require(tag, WireFormat.WIRETYPE_FIXED32);
		return this.stream.readFloat();
	}

	/** Whole numbers, packed or one by one. */
	void wholes(int tag, List<Long> values) throws IOException {
		if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
			int limit = this.stream.pushLimit(this.stream.readRawVarint32());
			while (!this.stream.isAtEnd()) {
				addWhole(values);
			}
			this.stream.popLimit(limit);
		}
		else {
			require(tag, WireFormat.WIRETYPE_VARINT);
			addWhole(values);
		}
	}

	private void addWhole(List<Long> values) throws IOException {
		if (++this.numbers > MOST_NUMBERS) {
			throw new IOException("it has more than %,d numbers outside of its weights".formatted(MOST_NUMBERS));
		}
		values.add(this.stream.readInt64());
	}

	/** Numbers of fixed length, which must be packed. */
	ByteBuffer packed(int tag) throws IOException {
		if (WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
			throw new IOException("it has a tensor of unpacked numbers");
		}
		return slice(tag);
	}

	/** Bytes as they stand in the file. */
	ByteBuffer slice(int tag) throws IOException {
		return within(tag, () -> this.stream.skipRawBytes(this.stream.getBytesUntilLimit()));
	}

	/**
	 * Reads a message within this one.
	 * @return the message as it stands in the file
	 */
	ByteBuffer message(int tag, MessageReader reader) throws IOException {
		return within(tag, () -> {
			reader.read();
			this.stream.checkLastTagWas(0);
		});
	}

	private ByteBuffer within(int tag, MessageReader reader) throws IOException {
		require(tag, WireFormat.WIRETYPE_LENGTH_DELIMITED);
		if (++this.messages > MOST_MESSAGES) {
			throw new IOException("it has more than %,d parts".formatted(MOST_MESSAGES));
		}
		int length = this.stream.readRawVarint32();
		int start = this.stream.getTotalBytesRead();
		int limit = this.stream.pushLimit(length);
		reader.read();
		if (this.stream.getTotalBytesRead() - start != length) {
			throw new IOException("it ends in the middle");
		}
		this.stream.popLimit(limit);
		return this.bytes.slice(start, length).order(ByteOrder.LITTLE_ENDIAN);
	}

	void skip(int tag) throws IOException {
		int type = WireFormat.getTagWireType(tag);
		if (type == WireFormat.WIRETYPE_START_GROUP || type == WireFormat.WIRETYPE_END_GROUP) {
			throw new IOException("it has a group where none can be");
		}
		this.stream.skipField(tag);
	}

	private static void require(int tag, int type) throws IOException {
		if (WireFormat.getTagWireType(tag) != type) {
			throw new IOException("its field %d is of the type %d in place of %d".formatted(field(tag),
					WireFormat.getTagWireType(tag), type));
		}
	}

	@FunctionalInterface
	interface MessageReader {

		void read() throws IOException;

	}

}
