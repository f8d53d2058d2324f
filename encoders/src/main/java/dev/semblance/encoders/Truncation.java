package dev.semblance.encoders;

/**
 * What happens to a text that is longer than the encoder's maximum length. Either way it
 * is never silent.
 */
public enum Truncation {

	/** The end is cut off, and {@link TokenUsage#truncatedTexts()} counts the text. */
	COUNT,

	/** The call fails with an {@link InvalidInputException} that names the text. */
	FAIL

}
