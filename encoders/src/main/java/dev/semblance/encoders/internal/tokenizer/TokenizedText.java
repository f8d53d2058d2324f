package dev.semblance.encoders.internal.tokenizer;

import org.jspecify.annotations.Nullable;

/**
 * A text, or a pair of texts, as a model takes it. Compares by identity of its arrays.
 *
 * @param ids token ids, special tokens included, cut to the maximum length
 * @param types which text of a pair each token belongs to; {@code null} if all are of the
 * first
 * @param untruncatedLength number of tokens before the cut; of a very long text, the
 * number that was looked at
 */
@SuppressWarnings("ArrayRecordComponent")
public record TokenizedText(long[] ids, long @Nullable [] types, int untruncatedLength) {

	/**
	 * Creates a single text.
	 * @param ids token ids, special tokens included
	 * @param untruncatedLength number of tokens before the cut
	 */
	public TokenizedText(long[] ids, int untruncatedLength) {
		this(ids, null, untruncatedLength);
	}

	/**
	 * Tells whether the text lost tokens.
	 * @return whether it did
	 */
	public boolean truncated() {
		return this.ids.length < this.untruncatedLength;
	}

}
