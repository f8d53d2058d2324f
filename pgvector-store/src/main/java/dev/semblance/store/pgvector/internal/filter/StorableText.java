package dev.semblance.store.pgvector.internal.filter;

import java.util.Map;
import java.util.TreeMap;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.retrieval.Document;

/**
 * Which strings PostgreSQL can keep: all without U+0000 and without half a surrogate
 * pair.
 */
public final class StorableText {

	private static final int LONGEST_QUOTE = 60;

	private StorableText() {
	}

	/**
	 * Tells whether a string can be kept.
	 * @param string any string
	 * @return whether it has no character that cannot
	 */
	public static boolean isStorable(String string) {
		return firstUnstorable(string) < 0;
	}

	/**
	 * Refuses a document of which something cannot be kept.
	 * @param document the document
	 * @throws InvalidInputException if its id, its text, a metadata key or a metadata
	 * string has such a character
	 */
	public static void requireStorable(Document document) {
		require(document, "its id", document.id());
		require(document, "its text", document.text());
		for (Map.Entry<String, Object> entry : new TreeMap<>(document.metadata()).entrySet()) {
			require(document, "the metadata key " + quoted(entry.getKey()), entry.getKey());
			if (entry.getValue() instanceof String value) {
				require(document, "the metadata value under " + quoted(entry.getKey()), value);
			}
		}
	}

	/**
	 * Puts a blank in the place of each character that cannot be kept, for a text that is
	 * only compared by its words.
	 * @param string any string
	 * @return a string that can be kept
	 */
	public static String withBlanks(String string) {
		StringBuilder storable = new StringBuilder(string);
		int index = firstUnstorable(storable, 0);
		while (index >= 0) {
			storable.setCharAt(index, ' ');
			index = firstUnstorable(storable, index);
		}
		return storable.toString();
	}

	/**
	 * Finds what cannot be kept.
	 * @param string any string
	 * @return the index of the first such character, or -1
	 */
	static int firstUnstorable(String string) {
		return firstUnstorable(string, 0);
	}

	private static int firstUnstorable(CharSequence string, int start) {
		for (int i = start; i < string.length(); i++) {
			char unit = string.charAt(i);
			if (Character.isHighSurrogate(unit) && i + 1 < string.length()
					&& Character.isLowSurrogate(string.charAt(i + 1))) {
				i++;
			}
			else if (unit == 0 || Character.isSurrogate(unit)) {
				return i;
			}
		}
		return -1;
	}

	/**
	 * Returns the lowest string of at least a bound, by code unit, that can be kept.
	 */
	static Threshold<String> atLeast(String bound) {
		int index = firstUnstorable(bound);
		if (index < 0) {
			return new Threshold<>(bound, true);
		}
		return new Threshold<>(bound.substring(0, index) + firstFrom(bound, index), false);
	}

	/** Returns the lowest character above what stands at an index. */
	private static String firstFrom(String bound, int index) {
		char unit = bound.charAt(index);
		if (unit == 0) {
			return "\u0001";
		}
		if (Character.isLowSurrogate(unit)) {
			return "\uE000";
		}
		// In what is stored a low surrogate follows, which is below U+E000.
		boolean aboveItsPairs = index + 1 < bound.length() && bound.charAt(index + 1) > Character.MAX_LOW_SURROGATE;
		if (!aboveItsPairs) {
			return new String(new char[] { unit, Character.MIN_LOW_SURROGATE });
		}
		return (unit == Character.MAX_HIGH_SURROGATE) ? "\uE000"
				: new String(new char[] { (char) (unit + 1), Character.MIN_LOW_SURROGATE });
	}

	private static void require(Document document, String where, String string) {
		int index = firstUnstorable(string);
		if (index >= 0) {
			throw new InvalidInputException(
					"Document %s has U+%04X at position %d of %s, which PostgreSQL cannot keep."
						.formatted(quoted(document.id()), (int) string.charAt(index), index, where),
					"Remove the character or replace it.");
		}
	}

	/** Quotes a string for a message: short, and without what a log cannot show. */
	static String quoted(String string) {
		StringBuilder quoted = new StringBuilder("'");
		int index = 0;
		while (index < string.length() && index < LONGEST_QUOTE) {
			int character = string.codePointAt(index);
			if (isVisible(character)) {
				quoted.appendCodePoint(character);
			}
			else {
				quoted.append("\\u%04X".formatted(character));
			}
			index += Character.charCount(character);
		}
		return quoted.append((index < string.length()) ? "...'" : "'").toString();
	}

	private static boolean isVisible(int character) {
		return switch (Character.getType(character)) {
			case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR,
					Character.PARAGRAPH_SEPARATOR ->
				false;
			default -> true;
		};
	}

}
