package dev.semblance.store.lucene;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

import org.apache.lucene.util.BytesRef;

/**
 * Strings as bytes, one UTF-16 code unit at a time. Unlike UTF-8 this keeps every string,
 * lone surrogates included, and the unsigned order of the bytes is the order of
 * {@link String#compareTo}. ASCII takes one byte.
 */
final class CodeUnits {

	private CodeUnits() {
	}

	static byte[] encode(String string) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(string.length() + 16);
		for (int i = 0; i < string.length(); i++) {
			char unit = string.charAt(i);
			if (unit < 0x80) {
				bytes.write(unit);
			}
			else if (unit < 0x800) {
				bytes.write(0xC0 | (unit >> 6));
				bytes.write(continuation(unit));
			}
			else {
				bytes.write(0xE0 | (unit >> 12));
				bytes.write(continuation(unit >> 6));
				bytes.write(continuation(unit));
			}
		}
		return bytes.toByteArray();
	}

	static String decode(BytesRef bytes) throws IOException {
		StringBuilder string = new StringBuilder(bytes.length);
		int end = bytes.offset + bytes.length;
		int position = bytes.offset;
		while (position < end) {
			int first = bytes.bytes[position] & 0xFF;
			int length = (first < 0x80) ? 1 : (first < 0xE0) ? 2 : 3;
			if (position + length > end) {
				throw new IOException("A stored string ends in the middle of a character.");
			}
			int unit = switch (length) {
				case 1 -> first;
				case 2 -> ((first & 0x1F) << 6) | low(bytes, position + 1);
				default -> ((first & 0x0F) << 12) | (low(bytes, position + 1) << 6) | low(bytes, position + 2);
			};
			string.append((char) unit);
			position += length;
		}
		return string.toString();
	}

	private static int continuation(int bits) {
		return 0x80 | (bits & 0x3F);
	}

	private static int low(BytesRef bytes, int position) {
		return bytes.bytes[position] & 0x3F;
	}

}
