package dev.semblance.encoders.internal.tokenizer;

/**
 * How many tokens of the two texts of a pair are kept.
 *
 * @param first number of tokens of the first
 * @param second number of tokens of the second
 */
record PairTruncation(int first, int second) {

	/**
	 * Shortens the longer text; if both are longer than half of what there is room for,
	 * each gets half, and an odd token goes to the longer one, or to the second of equal
	 * ones. This is what Hugging Face's tokenizers call {@code longest_first}.
	 * @param first number of tokens of the first text
	 * @param second number of tokens of the second text
	 * @param room most tokens of both together
	 */
	static PairTruncation longestFirst(int first, int second, int room) {
		if ((long) first + second <= room) {
			return new PairTruncation(first, second);
		}
		int half = room / 2;
		if (Math.min(first, second) <= half) {
			return (first <= second) ? new PairTruncation(first, room - first)
					: new PairTruncation(room - second, second);
		}
		return (first > second) ? new PairTruncation(room - half, half) : new PairTruncation(half, room - half);
	}

	/**
	 * Tells whether the kept tokens do not change however long an excerpted text is.
	 * @param first what was counted of the first text
	 * @param second what was counted of the second text
	 * @param room most tokens of both together
	 * @param margin how many counted tokens at the cut may be wrong
	 */
	static boolean isCertain(Count first, Count second, int room, int margin) {
		if (!first.isEnough(room + margin) || !second.isEnough(room + margin)) {
			return false;
		}
		if (first.whole() && second.whole()) {
			return true;
		}
		int half = room / 2;
		boolean oddTokenMatters = room % 2 == 1 && first.tokens() > half && second.tokens() > half;
		return !oddTokenMatters || first.isLongerThan(second, margin) || second.isLongerThan(first, margin);
	}

	/**
	 * The tokens of a text that were counted.
	 *
	 * @param tokens how many
	 * @param whole whether the whole text was looked at
	 */
	record Count(int tokens, boolean whole) {

		private boolean isEnough(int needed) {
			return this.whole || this.tokens >= needed;
		}

		private boolean isLongerThan(Count other, int margin) {
			return other.whole && this.tokens - margin > other.tokens;
		}

	}

}
