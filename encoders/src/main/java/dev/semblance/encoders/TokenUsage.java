package dev.semblance.encoders;

/**
 * What a call cost and what it cut.
 *
 * @param tokens number of tokens run through the model, special tokens included, padding
 * not
 * @param truncatedTexts number of texts that were longer than the model's maximum length
 * and lost their end
 */
public record TokenUsage(long tokens, int truncatedTexts) {

	/** No text, no tokens. */
	public static final TokenUsage NONE = new TokenUsage(0, 0);

	/**
	 * Adds another call's usage.
	 * @param other the usage to add
	 * @return the sum
	 */
	public TokenUsage plus(TokenUsage other) {
		return new TokenUsage(this.tokens + other.tokens, this.truncatedTexts + other.truncatedTexts);
	}

}
