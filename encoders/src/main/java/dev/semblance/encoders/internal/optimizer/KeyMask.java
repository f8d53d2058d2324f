package dev.semblance.encoders.internal.optimizer;

import java.util.List;

/**
 * Tells whether what is done to the scores is no more than leaving out padding. Exporters
 * compute it in dozens of nodes, so it is recognised by what comes out of them, and
 * believed only of nodes that can do nothing else.
 *
 * @param origins tells what tensors are made of
 * @param batch what the graph was run on
 */
record KeyMask(Origin.Finder origins, ProbeBatch batch) {

	/** Scores below any other. */
	private static final float LEAST = -1e4f;

	/**
	 * Tells whether adding a tensor to the scores leaves out padding.
	 * @param name the tensor
	 * @param seen what it was seen to be
	 * @return whether it does, and nothing else
	 */
	boolean isAdded(String name, ProbedTensor seen) {
		return this.origins.of(name) == Origin.MASK
				&& everywhere(seen, (value, there) -> there ? value == 0 : value <= LEAST);
	}

	/**
	 * Tells whether scores are kept for tokens, and left out for padding.
	 * @param condition what chooses
	 * @param seen what it was seen to be
	 * @return whether it does, and nothing else
	 */
	boolean isCondition(AttentionMatch.Condition condition, ProbedTensor seen) {
		return this.origins.of(condition.name()) == Origin.MASK
				&& everywhere(seen, (value, there) -> (value != 0) == (there == condition.keeps()));
	}

	private boolean everywhere(ProbedTensor seen, Expectation expectation) {
		List<Long> shape = seen.shape();
		int texts = this.batch.texts();
		int tokens = this.batch.tokens();
		if (shape.size() != 4 || !isOneOr(shape.get(0), texts) || !isOneOr(shape.get(2), tokens)
				|| !isOneOr(shape.get(3), tokens)) {
			return false;
		}
		for (int text = 0; text < texts; text++) {
			for (int head = 0; head < shape.get(1); head++) {
				for (int query = 0; query < tokens; query++) {
					for (int key = 0; key < tokens; key++) {
						boolean there = this.batch.mask()[text][key] == 1;
						if (!expectation.holds(seen.at(text, head, query, key), there)) {
							return false;
						}
					}
				}
			}
		}
		return true;
	}

	private static boolean isOneOr(long length, int other) {
		return length == 1 || length == other;
	}

	@FunctionalInterface
	private interface Expectation {

		boolean holds(float value, boolean there);

	}

}
