package dev.semblance.store.lucene;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.BytesRefBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The terms that metadata is found by. A term is one letter for its kind, a digest of the
 * key, which may be longer than a term, and the value. A string value that is too long
 * for a term keeps its beginning, for ranges, and gets a digest of the whole, for
 * equality.
 */
final class MetadataTerms {

	/** Bytes of a key's digest: with 128 bits two keys never meet by chance. */
	static final int KEY_BYTES = 16;

	/** Longest value that is its own term; far below Lucene's limit of 32,766. */
	static final int LONGEST_VALUE = 1024;

	/** No encoded string contains this byte. */
	private static final byte CUT = (byte) 0xFF;

	private MetadataTerms() {
	}

	static byte[] key(String key) {
		return Arrays.copyOf(digest(CodeUnits.encode(key)), KEY_BYTES);
	}

	static BytesRef exists(String key) {
		return term('e', key);
	}

	static BytesRef flag(String key, boolean value) {
		return term(value ? 't' : 'f', key);
	}

	/**
	 * Returns what the terms of all strings under a key begin with.
	 */
	static BytesRef strings(String key) {
		return term('s', key);
	}

	static BytesRef string(String key, String value) {
		byte[] bytes = CodeUnits.encode(value);
		if (bytes.length <= LONGEST_VALUE) {
			return joined(strings(key), bytes);
		}
		return joined(cut(key, bytes), digest(bytes));
	}

	/**
	 * Returns what the terms of all strings begin with that are as long as a value and
	 * begin alike, so that terms alone cannot order them.
	 * @return the beginning, or {@code null} if terms always can
	 */
	static @Nullable BytesRef unordered(String key, String value) {
		byte[] bytes = CodeUnits.encode(value);
		return (bytes.length > LONGEST_VALUE) ? cut(key, bytes) : null;
	}

	private static BytesRef cut(String key, byte[] value) {
		byte[] beginning = Arrays.copyOf(value, LONGEST_VALUE + 1);
		beginning[LONGEST_VALUE] = CUT;
		return joined(strings(key), beginning);
	}

	private static BytesRef term(char kind, String key) {
		return joined(new BytesRef(new byte[] { (byte) kind }), key(key));
	}

	private static BytesRef joined(BytesRef beginning, byte[] end) {
		BytesRefBuilder builder = new BytesRefBuilder();
		builder.append(beginning);
		builder.append(end, 0, end.length);
		return builder.toBytesRef();
	}

	private static byte[] digest(byte[] bytes) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(bytes);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JVM has SHA-256.", ex);
		}
	}

}
