package dev.semblance.benchmarks.gpu;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What is computed of measurements.
 */
final class Numbers {

	private Numbers() {
	}

	static double median(double[] values) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		int middle = sorted.length / 2;
		return (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

	/**
	 * Returns the nearest-rank percentile.
	 * @param values the values, at least one
	 * @param percent from 0 to 100
	 * @return the value that so many per cent do not exceed
	 */
	static double percentile(double[] values, double percent) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		return sorted[Math.max((int) Math.ceil(percent / 100 * sorted.length), 1) - 1];
	}

	/**
	 * Returns how much y grows with each x, by least squares.
	 * @param x places
	 * @param y as many values
	 * @return the slope; 0 if all places are the same
	 */
	static double slope(double[] x, double[] y) {
		double meanX = DoubleStream.of(x).average().orElse(0);
		double meanY = DoubleStream.of(y).average().orElse(0);
		double products = 0;
		double squares = 0;
		for (int i = 0; i < x.length; i++) {
			products += (x[i] - meanX) * (y[i] - meanY);
			squares += (x[i] - meanX) * (x[i] - meanX);
		}
		return (squares > 0) ? products / squares : 0;
	}

	/**
	 * Compares vectors one by one.
	 * @param ones vectors
	 * @param others as many vectors
	 * @return the cosine of each pair
	 */
	static double[] cosines(List<float[]> ones, List<float[]> others) {
		return IntStream.range(0, ones.size()).mapToDouble((i) -> cosine(ones.get(i), others.get(i))).toArray();
	}

	static double least(double[] values) {
		// NaN if there is any: a broken vector does not hide.
		return DoubleStream.of(values).reduce(Double.POSITIVE_INFINITY, Math::min);
	}

	private static double cosine(float[] one, float[] other) {
		double product = 0;
		double oneSquare = 0;
		double otherSquare = 0;
		for (int i = 0; i < one.length; i++) {
			product += (double) one[i] * other[i];
			oneSquare += (double) one[i] * one[i];
			otherSquare += (double) other[i] * other[i];
		}
		return product / Math.sqrt(oneSquare * otherSquare);
	}

}
