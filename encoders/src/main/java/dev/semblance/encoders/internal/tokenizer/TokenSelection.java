package dev.semblance.encoders.internal.tokenizer;

import java.util.Arrays;

/**
 * Which tokens of a text, or of a pair of texts, are kept.
 */
final class TokenSelection {

	private final int[] kept;

	/**
	 * Selects tokens. Special tokens are always kept.
	 * @param texts which text each token belongs to, 0 or 1; something else for special
	 * tokens
	 * @param lengths how many tokens of each text to keep
	 * @param truncateLeft whether a text loses its start instead of its end
	 */
	TokenSelection(long[] texts, PairTruncation lengths, boolean truncateLeft) {
		int firstSkipped = truncateLeft ? count(texts, 0) - lengths.first() : 0;
		int secondSkipped = truncateLeft ? count(texts, 1) - lengths.second() : 0;
		int[] positions = new int[texts.length];
		int count = 0;
		int first = 0;
		int second = 0;
		for (int i = 0; i < texts.length; i++) {
			boolean keep = true;
			if (texts[i] == 0) {
				keep = first >= firstSkipped && first < firstSkipped + lengths.first();
				first++;
			}
			else if (texts[i] == 1) {
				keep = second >= secondSkipped && second < secondSkipped + lengths.second();
				second++;
			}
			if (keep) {
				positions[count++] = i;
			}
		}
		this.kept = Arrays.copyOf(positions, count);
	}

	/**
	 * Counts the tokens of a text.
	 * @param texts which text each token belongs to
	 * @param text 0 or 1
	 */
	static int count(long[] texts, int text) {
		return (int) Arrays.stream(texts).filter((owner) -> owner == text).count();
	}

	/**
	 * Returns what is said of the tokens that are kept.
	 * @param values what is said of each token
	 */
	long[] of(long[] values) {
		return Arrays.stream(this.kept).mapToLong((position) -> values[position]).toArray();
	}

}
