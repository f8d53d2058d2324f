package dev.semblance.encoders.internal.tokenizer;

/**
 * How a tokenizer is set up beyond its {@code tokenizer.json}.
 *
 * @param lowerCase whether texts are lower-cased before anything else
 * @param truncateLeft whether a long text loses its start instead of its end
 */
public record TokenizerSettings(boolean lowerCase, boolean truncateLeft) {

	/** What a {@code tokenizer.json} alone says. */
	public static final TokenizerSettings DEFAULT = new TokenizerSettings(false, false);

}
