package dev.semblance.encoders.internal.transformer;

/**
 * What a run costs beside its tokens, found out from a small and a large one.
 *
 * @param fixedNanos time of a run of hardly any tokens
 * @param nanosPerToken time of each further token
 */
record RunCost(double fixedNanos, double nanosPerToken) {

	private static final double LEAST = 0.01;

	/**
	 * Finds out.
	 * @param smallNanos time of a run of hardly any tokens
	 * @param largeNanos time of a run of many
	 * @param largeTokens how many
	 */
	static RunCost of(long smallNanos, long largeNanos, long largeTokens) {
		double perToken = (largeNanos - smallNanos) / (double) Math.max(1, largeTokens);
		return new RunCost(smallNanos, Math.max(LEAST, perToken));
	}

	/**
	 * Returns how many tokens cost as much as another run.
	 * @param budget tokens of a batch, half of which are the most
	 */
	int inTokens(int budget) {
		return (int) Math.min(budget / 2.0, this.fixedNanos / this.nanosPerToken);
	}

	/**
	 * Returns how many tokens a run may have to be done in time.
	 * @param nanos the time
	 */
	long tokensWithin(long nanos) {
		return (long) Math.max(1, (nanos - this.fixedNanos) / this.nanosPerToken);
	}

}
