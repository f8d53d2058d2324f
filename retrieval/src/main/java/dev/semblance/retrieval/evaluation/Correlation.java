package dev.semblance.retrieval.evaluation;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Correlation of two series of numbers, from -1 to 1. Where it is not defined (fewer than
 * two pairs, or a series that never changes) the result is NaN.
 */
public final class Correlation {

	private Correlation() {
	}

	/**
	 * Pearson's correlation: how well a straight line fits.
	 * @param left a series
	 * @param right a series of the same length
	 * @return the correlation
	 */
	public static double pearson(double[] left, double[] right) {
		requireSameLength(left, right);
		double leftMean = IntStream.range(0, left.length).mapToDouble((i) -> left[i]).average().orElse(Double.NaN);
		double rightMean = IntStream.range(0, right.length).mapToDouble((i) -> right[i]).average().orElse(Double.NaN);
		double products = 0;
		double leftSquares = 0;
		double rightSquares = 0;
		for (int i = 0; i < left.length; i++) {
			double leftDifference = left[i] - leftMean;
			double rightDifference = right[i] - rightMean;
			products += leftDifference * rightDifference;
			leftSquares += leftDifference * leftDifference;
			rightSquares += rightDifference * rightDifference;
		}
		return products / Math.sqrt(leftSquares * rightSquares);
	}

	/**
	 * Spearman's rank correlation: how well the order agrees. Equal values share the mean
	 * of their ranks.
	 * @param left a series
	 * @param right a series of the same length
	 * @return the correlation
	 */
	public static double spearman(double[] left, double[] right) {
		requireSameLength(left, right);
		return pearson(ranks(left), ranks(right));
	}

	private static double[] ranks(double[] values) {
		int[] order = IntStream.range(0, values.length)
			.boxed()
			.sorted(Comparator.comparingDouble((i) -> values[i]))
			.mapToInt(Integer::intValue)
			.toArray();
		double[] ranks = new double[values.length];
		int start = 0;
		while (start < order.length) {
			int end = start + 1;
			while (end < order.length && values[order[end]] == values[order[start]]) {
				end++;
			}
			for (int i = start; i < end; i++) {
				ranks[order[i]] = (start + 1 + end) / 2.0;
			}
			start = end;
		}
		return ranks;
	}

	private static void requireSameLength(double[] left, double[] right) {
		if (left.length != right.length) {
			throw new IllegalArgumentException("The series have %d and %d values; a correlation needs pairs."
				.formatted(left.length, right.length));
		}
	}

}
