package dev.semblance.encoders.internal.loading;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

import dev.semblance.encoders.EncoderStatistics;
import dev.semblance.encoders.TokenUsage;

/**
 * Counts what a route does. Safe for concurrent use.
 */
public final class WorkCounters {

	private final LongAdder texts = new LongAdder();

	private final LongAdder tokens = new LongAdder();

	private final LongAdder paddingTokens = new LongAdder();

	private final LongAdder batches = new LongAdder();

	private final LongAdder truncatedTexts = new LongAdder();

	private final LongAdder tokenizingNanos = new LongAdder();

	private final LongAdder runningNanos = new LongAdder();

	/**
	 * Counts texts that were tokenized.
	 * @param usage what was cut
	 * @param nanos how long it took
	 */
	public void tokenized(TokenUsage usage, long nanos) {
		this.truncatedTexts.add(usage.truncatedTexts());
		this.tokenizingNanos.add(nanos);
	}

	/**
	 * Counts a batch that was run.
	 * @param count number of texts
	 * @param tokensOfTexts number of their tokens
	 * @param tokensOfBatch number of tokens, padding included
	 * @param nanos how long it took
	 */
	public void ran(int count, long tokensOfTexts, long tokensOfBatch, long nanos) {
		this.texts.add(count);
		this.tokens.add(tokensOfTexts);
		this.paddingTokens.add(tokensOfBatch - tokensOfTexts);
		this.batches.increment();
		this.runningNanos.add(nanos);
	}

	/** Starts again from nothing. */
	public void reset() {
		this.texts.reset();
		this.tokens.reset();
		this.paddingTokens.reset();
		this.batches.reset();
		this.truncatedTexts.reset();
		this.tokenizingNanos.reset();
		this.runningNanos.reset();
	}

	/**
	 * Returns the counts.
	 * @return what was done so far
	 */
	public EncoderStatistics statistics() {
		return new EncoderStatistics(this.texts.sum(), this.tokens.sum(), this.paddingTokens.sum(), this.batches.sum(),
				this.truncatedTexts.sum(), Duration.ofNanos(this.tokenizingNanos.sum()),
				Duration.ofNanos(this.runningNanos.sum()));
	}

}
