package dev.semblance.store.lucene;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.semblance.retrieval.Document;
import org.apache.lucene.util.BytesRef;

/**
 * A document as bytes and back, without loss: types of numbers, the sign of zero, lone
 * surrogates and NUL all survive.
 */
final class DocumentCodec {

	private static final char STRING = 's';

	private static final char LONG = 'l';

	private static final char DOUBLE = 'd';

	private static final char BOOLEAN = 'b';

	private DocumentCodec() {
	}

	static byte[] encode(Document document) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (DataOutputStream out = new DataOutputStream(bytes)) {
			writeString(out, document.id());
			writeString(out, document.text());
			out.writeInt(document.metadata().size());
			for (Map.Entry<String, Object> entry : document.metadata().entrySet()) {
				writeString(out, entry.getKey());
				writeValue(out, entry.getValue());
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Writing to memory failed.", ex);
		}
		return bytes.toByteArray();
	}

	static Document decode(BytesRef bytes) throws IOException {
		try (DataInputStream in = new DataInputStream(
				new ByteArrayInputStream(bytes.bytes, bytes.offset, bytes.length))) {
			String id = readString(in);
			String text = readString(in);
			int size = in.readInt();
			Map<String, Object> metadata = new LinkedHashMap<>();
			for (int i = 0; i < size; i++) {
				metadata.put(readString(in), readValue(in));
			}
			return new Document(id, text, metadata);
		}
	}

	private static void writeString(DataOutputStream out, String string) throws IOException {
		byte[] bytes = CodeUnits.encode(string);
		out.writeInt(bytes.length);
		out.write(bytes);
	}

	private static String readString(DataInputStream in) throws IOException {
		int length = in.readInt();
		if (length < 0 || length > in.available()) {
			throw new IOException("A stored string claims %d bytes of %d.".formatted(length, in.available()));
		}
		return CodeUnits.decode(new BytesRef(in.readNBytes(length)));
	}

	private static void writeValue(DataOutputStream out, Object value) throws IOException {
		if (value instanceof Long number) {
			out.writeByte(LONG);
			out.writeLong(number);
		}
		else if (value instanceof Double number) {
			out.writeByte(DOUBLE);
			out.writeDouble(number);
		}
		else if (value instanceof Boolean flag) {
			out.writeByte(BOOLEAN);
			out.writeBoolean(flag);
		}
		else {
			out.writeByte(STRING);
			writeString(out, (String) value);
		}
	}

	private static Object readValue(DataInputStream in) throws IOException {
		int type = in.readByte();
		return switch (type) {
			case LONG -> in.readLong();
			case DOUBLE -> in.readDouble();
			case BOOLEAN -> in.readBoolean();
			case STRING -> readString(in);
			default -> throw new IOException("A stored value has the unknown type %d.".formatted(type));
		};
	}

}
