package dev.semblance.encoders.internal.scheduler;

/**
 * How many tokens, padding included, a batch of a model may hold, and how many of them
 * may be padding. Lowered when a device runs out of memory. Safe for concurrent use.
 */
public final class TokenBudget {

	private volatile int tokens;

	private final int freePadding;

	/**
	 * Creates a budget.
	 * @param tokens number of tokens, 1 or more
	 * @param freePadding number of padding tokens that cost less than another run would
	 */
	public TokenBudget(int tokens, int freePadding) {
		this.tokens = tokens;
		this.freePadding = freePadding;
	}

	/**
	 * Returns the budget.
	 * @return number of tokens
	 */
	public int tokens() {
		return this.tokens;
	}

	/**
	 * Returns how much padding is worth another run.
	 * @return number of padding tokens that a batch may always have
	 */
	public int freePadding() {
		return this.freePadding;
	}

	/**
	 * Learns that a batch was too large.
	 * @param failed number of tokens of that batch
	 * @return whether the budget is lower now
	 */
	boolean lowerBelow(int failed) {
		return lowerTo(Math.max(1, failed / 2));
	}

	/**
	 * Lowers the budget.
	 * @param most number of tokens, 1 or more
	 * @return whether the budget is lower now
	 */
	public synchronized boolean lowerTo(int most) {
		if (most >= this.tokens) {
			return false;
		}
		this.tokens = most;
		return true;
	}

}
