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
 * @param promptLength how many tokens at the start do not count in pooling
 * @param attendedLength how many tokens the model attends to; those behind were added
 */
@SuppressWarnings("ArrayRecordComponent")
public record TokenizedText(long[] ids, long @Nullable [] types, int untruncatedLength, int promptLength,
		int attendedLength) {

	/**
	 * Creates a text all of whose tokens count.
	 * @param ids token ids, special tokens included
	 * @param types which text of a pair each token belongs to
	 * @param untruncatedLength number of tokens before the cut
	 */
	public TokenizedText(long[] ids, long @Nullable [] types, int untruncatedLength) {
		this(ids, types, untruncatedLength, 0, ids.length);
	}

	/**
	 * Creates a single text all of whose tokens count.
	 * @param ids token ids, special tokens included
	 * @param untruncatedLength number of tokens before the cut
	 */
	public TokenizedText(long[] ids, int untruncatedLength) {
		this(ids, null, untruncatedLength);
	}

	/**
	 * Leaves tokens at the start out of pooling.
	 * @param tokens how many
	 * @return a new text of the same tokens
	 */
	public TokenizedText withPrompt(int tokens) {
		return new TokenizedText(this.ids, this.types, this.untruncatedLength, tokens, this.attendedLength);
	}

	/**
	 * Tells whether the text lost tokens.
	 * @return whether it did
	 */
	public boolean truncated() {
		return this.attendedLength < this.untruncatedLength;
	}

	/**
	 * Returns which text of a pair a token belongs to.
	 * @param token its place, from 0
	 * @return 0 for the first, 1 for the second
	 */
	public long type(int token) {
		return (this.types != null && token < this.types.length) ? this.types[token] : 0;
	}

}
