package dev.semblance.encoders.internal.tokenizer;

import java.util.Optional;

/**
 * How many special tokens stand before and behind every text, so that a text can be cut
 * without asking for each of its tokens whether it is special.
 *
 * @param before number of special tokens before the text
 * @param behind number of special tokens behind the text
 */
record SpecialEnds(int before, int behind) {

	/** For texts without special tokens. */
	static final SpecialEnds NONE = new SpecialEnds(0, 0);

	/**
	 * Finds out from a text of at least one token of its own.
	 * @param mask 1 for each special token, 0 for the others
	 * @return the ends, if the special tokens stand at the ends only
	 */
	static Optional<SpecialEnds> of(long[] mask) {
		int before = 0;
		while (before < mask.length && mask[before] == 1) {
			before++;
		}
		int behind = 0;
		while (behind < mask.length - before && mask[mask.length - 1 - behind] == 1) {
			behind++;
		}
		for (int i = before; i < mask.length - behind; i++) {
			if (mask[i] == 1) {
				return Optional.empty();
			}
		}
		return (before + behind < mask.length) ? Optional.of(new SpecialEnds(before, behind)) : Optional.empty();
	}

	/**
	 * Cuts a text, but not its special tokens.
	 * @param values one for each token
	 * @param length how many to keep, no fewer than there are special tokens
	 * @param left whether the start of the text is cut instead of its end
	 */
	long[] cut(long[] values, int length, boolean left) {
		long[] kept = new long[length];
		int head = left ? this.before : length - this.behind;
		System.arraycopy(values, 0, kept, 0, head);
		System.arraycopy(values, values.length - (length - head), kept, head, length - head);
		return kept;
	}

}
