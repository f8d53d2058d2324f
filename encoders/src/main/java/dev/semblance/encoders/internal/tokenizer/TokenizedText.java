package dev.semblance.encoders.internal.tokenizer;

/**
 * A text as a model takes it.
 *
 * @param ids token ids, special tokens included, cut to the maximum length
 * @param untruncatedLength number of tokens before the cut; of a very long text, the
 * number that was looked at
 */
@SuppressWarnings("ArrayRecordComponent")
public record TokenizedText(long[] ids, int untruncatedLength) {

	/**
	 * Tells whether the text lost its end.
	 * @return whether it did
	 */
	public boolean truncated() {
		return this.ids.length < this.untruncatedLength;
	}

}
