package dev.semblance.encoders;

import java.time.Duration;

/**
 * What an encoder has done since it was loaded. All numbers only grow; they are read one
 * after the other, so that those of work in progress may be slightly apart.
 *
 * @param texts number of texts (or pairs) that were run through the model
 * @param tokens number of tokens that were run, special tokens included, padding not
 * @param paddingTokens number of tokens that were run only to fill batches up
 * @param batches number of batches
 * @param truncatedTexts number of texts that were longer than the maximum length and lost
 * a part
 * @param tokenizing time spent on turning texts into tokens, added up over all callers
 * @param running time spent on running batches, added up over all lanes
 */
public record EncoderStatistics(long texts, long tokens, long paddingTokens, long batches, long truncatedTexts,
		Duration tokenizing, Duration running) {

	/** Nothing done yet. */
	public static final EncoderStatistics NONE = new EncoderStatistics(0, 0, 0, 0, 0, Duration.ZERO, Duration.ZERO);

	/**
	 * Adds another encoder's statistics.
	 * @param other the statistics to add
	 * @return the sums
	 */
	public EncoderStatistics plus(EncoderStatistics other) {
		return new EncoderStatistics(this.texts + other.texts, this.tokens + other.tokens,
				this.paddingTokens + other.paddingTokens, this.batches + other.batches,
				this.truncatedTexts + other.truncatedTexts, this.tokenizing.plus(other.tokenizing),
				this.running.plus(other.running));
	}

	/**
	 * Takes earlier statistics of the same encoder away.
	 * @param earlier the statistics at the start of a period
	 * @return what was done in the period
	 */
	public EncoderStatistics since(EncoderStatistics earlier) {
		return new EncoderStatistics(this.texts - earlier.texts, this.tokens - earlier.tokens,
				this.paddingTokens - earlier.paddingTokens, this.batches - earlier.batches,
				this.truncatedTexts - earlier.truncatedTexts, this.tokenizing.minus(earlier.tokenizing),
				this.running.minus(earlier.running));
	}

	/**
	 * Returns how much of what was run was padding.
	 * @return padding tokens by all tokens, from 0 to 1; 0 before the first batch
	 */
	public double paddingWaste() {
		long all = this.tokens + this.paddingTokens;
		return (all > 0) ? (double) this.paddingTokens / all : 0;
	}

}
