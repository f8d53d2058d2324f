package dev.semblance.encoders;

import java.util.List;

/**
 * How sparse vectors are.
 *
 * @param activeDimensions mean number of dimensions that are not zero
 * @param ratio mean share of dimensions that are zero, from 0 to 1
 */
public record Sparsity(double activeDimensions, double ratio) {

	/**
	 * Looks at vectors.
	 * @param vectors the vectors
	 * @return their sparsity; no active dimensions and a ratio of 1 without vectors
	 */
	public static Sparsity of(List<SparseVector> vectors) {
		double active = vectors.stream().mapToInt(SparseVector::activeDimensions).average().orElse(0);
		double ratio = vectors.stream()
			.mapToDouble((vector) -> 1 - (double) vector.activeDimensions() / vector.dimensions())
			.average()
			.orElse(1);
		return new Sparsity(active, ratio);
	}

}
