package dev.semblance.encoders;

import java.util.Arrays;

/**
 * The best match in a document of every token of a query. Written for the JIT, which
 * makes vector instructions only of loops without a sum across them, and only if it can
 * rule out that one element's result is another's input. Hence
 * <ul>
 * <li>the innermost loop runs over the document's tokens,</li>
 * <li>each dimension has an array of its own, read at the same index as is written: part
 * of a longer array, {@code columns[start + i]}, might overlap what is written, for all
 * the JIT knows, and runs several times slower,</li>
 * <li>several dimensions are added at once, as that many fewer sums are read and
 * written.</li>
 * </ul>
 * Every similarity is summed by itself in the order of the dimensions, so it is the same
 * to the last bit in whichever block it is computed.
 */
final class BestMatches {

	/** Document tokens at once: bounds the memory, and keeps it in the cache. */
	static final int BLOCK = 256;

	/** Dimensions at once; more are no faster. */
	private static final int STEP = 4;

	private final TokenVectors query;

	private final TokenVectors document;

	/** Of {@link #STEP} dimensions, the values of a block's tokens. */
	private final float[][] columns;

	/** Per query token, its similarity to a block's tokens. */
	private final float[][] similarities;

	private final float[] best;

	private BestMatches(TokenVectors query, TokenVectors document) {
		int block = Math.min(BLOCK, document.count());
		this.query = query;
		this.document = document;
		this.columns = new float[STEP][block];
		this.similarities = new float[query.count()][block];
		this.best = new float[query.count()];
		Arrays.fill(this.best, Float.NEGATIVE_INFINITY);
	}

	/**
	 * Adds up the best matches.
	 * @param query the vectors of the query's tokens
	 * @param document the vectors of the document's tokens, as long as the query's
	 * @return the sum over the query's tokens
	 */
	static double sum(TokenVectors query, TokenVectors document) {
		BestMatches matches = new BestMatches(query, document);
		int tokens = document.count();
		for (int start = 0; start < tokens; start += BLOCK) {
			matches.compare(start, Math.min(BLOCK, tokens - start));
		}
		double sum = 0;
		for (float best : matches.best) {
			sum += best;
		}
		return sum;
	}

	private void compare(int start, int tokens) {
		for (float[] sums : this.similarities) {
			Arrays.fill(sums, 0);
		}
		int dimensions = this.query.dimensions();
		int dimension = 0;
		for (; dimension + STEP <= dimensions; dimension += STEP) {
			addStep(start, dimension, tokens);
		}
		for (; dimension < dimensions; dimension++) {
			addOne(start, dimension, tokens);
		}
		for (int token = 0; token < this.best.length; token++) {
			this.best[token] = largest(this.best[token], this.similarities[token], tokens);
		}
	}

	private void addStep(int start, int dimension, int tokens) {
		int dimensions = this.query.dimensions();
		transposeStep(this.document.values(), start * dimensions + dimension, dimensions, this.columns, tokens);
		float[] factors = this.query.values();
		int at = dimension;
		for (float[] sums : this.similarities) {
			addScaledStep(sums, this.columns, factors, at, tokens);
			at += dimensions;
		}
	}

	private void addOne(int start, int dimension, int tokens) {
		int dimensions = this.query.dimensions();
		float[] column = this.columns[0];
		float[] values = this.document.values();
		for (int i = 0; i < tokens; i++) {
			column[i] = values[(start + i) * dimensions + dimension];
		}
		float[] factors = this.query.values();
		int at = dimension;
		for (float[] sums : this.similarities) {
			addScaled(sums, column, factors[at], tokens);
			at += dimensions;
		}
	}

	private static void transposeStep(float[] values, int from, int dimensions, float[][] columns, int tokens) {
		float[] first = columns[0];
		float[] second = columns[1];
		float[] third = columns[2];
		float[] fourth = columns[3];
		int at = from;
		for (int i = 0; i < tokens; i++) {
			first[i] = values[at];
			second[i] = values[at + 1];
			third[i] = values[at + 2];
			fourth[i] = values[at + 3];
			at += dimensions;
		}
	}

	private static void addScaledStep(float[] sums, float[][] columns, float[] factors, int at, int tokens) {
		float[] first = columns[0];
		float[] second = columns[1];
		float[] third = columns[2];
		float[] fourth = columns[3];
		float byFirst = factors[at];
		float bySecond = factors[at + 1];
		float byThird = factors[at + 2];
		float byFourth = factors[at + 3];
		for (int i = 0; i < tokens; i++) {
			sums[i] = sums[i] + byFirst * first[i] + bySecond * second[i] + byThird * third[i] + byFourth * fourth[i];
		}
	}

	private static void addScaled(float[] sums, float[] column, float factor, int tokens) {
		for (int i = 0; i < tokens; i++) {
			sums[i] += factor * column[i];
		}
	}

	private static float largest(float atLeast, float[] values, int count) {
		float largest = atLeast;
		for (int i = 0; i < count; i++) {
			largest = Math.max(largest, values[i]);
		}
		return largest;
	}

}
