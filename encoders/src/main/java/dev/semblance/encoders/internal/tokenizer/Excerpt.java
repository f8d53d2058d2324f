package dev.semblance.encoders.internal.tokenizer;

/**
 * As much of a text as decides which tokens are kept.
 *
 * @param text the excerpt, which the native side can take
 * @param whole whether it is the whole text
 */
record Excerpt(String text, boolean whole) {

	/** Far more than any language has. */
	private static final int CHARACTERS_PER_TOKEN = 64;

	/**
	 * Returns a number of characters that is enough for almost every text.
	 */
	static long charactersFor(int maxLength) {
		return (long) CHARACTERS_PER_TOKEN * maxLength;
	}

	/**
	 * Takes the end of a text that is kept. It is cut between two words, because only
	 * tokens of the word at the cut could depend on what lies beyond it; a text without
	 * such a place is taken whole.
	 * @param text the text
	 * @param characters most characters to take
	 * @param fromEnd whether to take the end of the text instead of its start
	 */
	static Excerpt of(String text, long characters, boolean fromEnd) {
		int length = text.length();
		if (length > characters) {
			int size = (int) characters;
			for (int kept = size; kept > size / 2; kept--) {
				int cut = fromEnd ? length - kept : kept;
				if (isSpace(text.charAt(cut)) && !isSpace(text.charAt(cut - 1))) {
					String part = fromEnd ? text.substring(cut) : text.substring(0, cut);
					return new Excerpt(withoutLoneSurrogates(part), false);
				}
			}
		}
		return new Excerpt(withoutLoneSurrogates(text), true);
	}

	private static boolean isSpace(char character) {
		return character == ' ' || character == '\n' || character == '\r' || character == '\t';
	}

	/** Half a surrogate pair has no UTF-8 form, which the native side needs. */
	private static String withoutLoneSurrogates(String text) {
		if (text.chars().noneMatch((unit) -> Character.isSurrogate((char) unit))) {
			return text;
		}
		StringBuilder clean = new StringBuilder(text.length());
		text.codePoints()
			.map((point) -> (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) ? 0xFFFD : point)
			.forEach(clean::appendCodePoint);
		return clean.toString();
	}

}
