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
	 * A word that is longer is cut inside, which may change its tokens; some tokenizers
	 * take seconds for as much.
	 */
	private static final int LONGEST_WORD = 1_000_000;

	/**
	 * Returns a number of characters that is enough for almost every text.
	 */
	static long charactersFor(int maxLength) {
		return (long) CHARACTERS_PER_TOKEN * maxLength;
	}

	/**
	 * Takes the end of a text that is kept. It is cut between two words, because only
	 * tokens of the word at the cut could depend on what lies beyond it. A text without
	 * such a place is taken whole, unless it is so long that it can be no text.
	 * @param text the text
	 * @param characters most characters to take, if there is a place to cut
	 * @param fromEnd whether to take the end of the text instead of its start
	 */
	static Excerpt of(String text, long characters, boolean fromEnd) {
		int kept = length(text, characters, fromEnd);
		if (kept == text.length()) {
			return new Excerpt(withoutLoneSurrogates(text), true);
		}
		int cut = cut(text, kept, fromEnd);
		return new Excerpt(withoutLoneSurrogates(fromEnd ? text.substring(cut) : text.substring(0, cut)), false);
	}

	/**
	 * Tells how long an excerpt is.
	 * @param text the text
	 * @param characters most characters to take, if there is a place to cut
	 * @param fromEnd whether to take the end of the text instead of its start
	 * @return number of characters, that of the text if all of it is taken
	 */
	static int length(String text, long characters, boolean fromEnd) {
		long most = Math.max(characters, LONGEST_WORD);
		if (text.length() > characters) {
			int size = (int) characters;
			for (int kept = size; kept > size / 2; kept--) {
				if (isBetweenWords(text, cut(text, kept, fromEnd))) {
					return kept;
				}
			}
			for (int kept = size + 1; kept < Math.min(text.length(), most); kept++) {
				if (isBetweenWords(text, cut(text, kept, fromEnd))) {
					return kept;
				}
			}
		}
		return (int) Math.min(text.length(), most);
	}

	private static int cut(String text, int kept, boolean fromEnd) {
		return fromEnd ? text.length() - kept : kept;
	}

	private static boolean isBetweenWords(String text, int cut) {
		return isSpace(text.charAt(cut)) && !isSpace(text.charAt(cut - 1));
	}

	private static boolean isSpace(char character) {
		return character == ' ' || character == '\n' || character == '\r' || character == '\t';
	}

	private static boolean hasSurrogate(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (Character.isSurrogate(text.charAt(i))) {
				return true;
			}
		}
		return false;
	}

	/** Half a surrogate pair has no UTF-8 form, which the native side needs. */
	private static String withoutLoneSurrogates(String text) {
		if (!hasSurrogate(text)) {
			return text;
		}
		StringBuilder clean = new StringBuilder(text.length());
		text.codePoints()
			.map((point) -> (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) ? 0xFFFD : point)
			.forEach(clean::appendCodePoint);
		return clean.toString();
	}

}
