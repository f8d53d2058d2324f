package dev.semblance.benchmarks.pgvector;

import java.util.Arrays;

/**
 * The best documents for one query. Compares by identity of its arrays.
 *
 * @param rows their places in the data set, best first; -1 where there are fewer
 * @param scores their inner products
 */
@SuppressWarnings("ArrayRecordComponent")
record Neighbours(int[] rows, float[] scores) {

	/** How many are kept. */
	static final int COUNT = 10;

	/**
	 * Creates a list without documents.
	 * @return the list
	 */
	static Neighbours none() {
		Neighbours none = new Neighbours(new int[COUNT], new float[COUNT]);
		Arrays.fill(none.rows, -1);
		Arrays.fill(none.scores, Float.NEGATIVE_INFINITY);
		return none;
	}

	/**
	 * Puts a document into its place if it is good enough. Of equal ones the first stays.
	 * @param row its place in the data set
	 * @param score its inner product
	 */
	void offer(int row, float score) {
		if (!(score > this.scores[COUNT - 1])) {
			return;
		}
		int place = COUNT - 1;
		while (place > 0 && score > this.scores[place - 1]) {
			this.rows[place] = this.rows[place - 1];
			this.scores[place] = this.scores[place - 1];
			place--;
		}
		this.rows[place] = row;
		this.scores[place] = score;
	}

}
