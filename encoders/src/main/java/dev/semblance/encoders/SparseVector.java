package dev.semblance.encoders;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A vector of mostly zeros. Compares by identity of its arrays.
 *
 * @param dimensions length of the vector, zeros included
 * @param indices dimensions that are not zero, ascending
 * @param values their values, finite
 */
@SuppressWarnings("ArrayRecordComponent")
public record SparseVector(int dimensions, int[] indices, float[] values) {

	/**
	 * Checks that indices and values belong together.
	 */
	public SparseVector {
		if (indices.length != values.length) {
			throw new InvalidInputException(
					"A sparse vector has %d indices and %d values.".formatted(indices.length, values.length),
					"Give one value per index.");
		}
		for (int i = 0; i < indices.length; i++) {
			boolean ascending = indices[i] >= 0 && (i == 0 || indices[i] > indices[i - 1]);
			if (!ascending || indices[i] >= dimensions || !Float.isFinite(values[i])) {
				throw new InvalidInputException(
						"A sparse vector of %d dimensions has %s at its index %d, entry %d.".formatted(dimensions,
								values[i], indices[i], i),
						"Give ascending indices from 0 to the dimensions, and finite values.");
			}
		}
	}

	/**
	 * Returns how many dimensions are not zero.
	 * @return the number
	 */
	public int activeDimensions() {
		return this.indices.length;
	}

	/**
	 * Compares with another vector.
	 * @param other a vector of the same model
	 * @return the inner product
	 * @throws InvalidInputException if the lengths differ
	 */
	public double dot(SparseVector other) {
		SparseVector common = intersection(other);
		double sum = 0;
		for (float product : common.values) {
			sum += product;
		}
		return sum;
	}

	/**
	 * Multiplies dimension by dimension: what both vectors have in common, and how much
	 * each dimension adds to the inner product.
	 * @param other a vector of the same model
	 * @return the products that are not zero
	 * @throws InvalidInputException if the lengths differ
	 */
	public SparseVector intersection(SparseVector other) {
		if (other.dimensions != this.dimensions) {
			throw new InvalidInputException("Sparse vectors of %d and %d dimensions cannot be compared."
				.formatted(this.dimensions, other.dimensions), "Use vectors of the same model.");
		}
		int[] common = new int[Math.min(this.indices.length, other.indices.length)];
		float[] products = new float[common.length];
		int count = 0;
		int left = 0;
		int right = 0;
		while (left < this.indices.length && right < other.indices.length) {
			if (this.indices[left] < other.indices[right]) {
				left++;
			}
			else if (this.indices[left] > other.indices[right]) {
				right++;
			}
			else {
				common[count] = this.indices[left];
				products[count++] = this.values[left++] * other.values[right++];
			}
		}
		return new SparseVector(this.dimensions, Arrays.copyOf(common, count), Arrays.copyOf(products, count));
	}

	/**
	 * Keeps the entries of the largest absolute values.
	 * @param limit how many to keep, 1 or more
	 * @return the vector itself if it has no more
	 * @throws InvalidInputException if the limit is less than 1
	 */
	public SparseVector top(int limit) {
		if (limit < 1) {
			throw new InvalidInputException("The limit of active dimensions is %d.".formatted(limit),
					"Keep 1 or more.");
		}
		if (this.indices.length <= limit) {
			return this;
		}
		int[] kept = IntStream.range(0, this.indices.length)
			.boxed()
			.sorted((left, right) -> Float.compare(Math.abs(this.values[right]), Math.abs(this.values[left])))
			.limit(limit)
			.mapToInt(Integer::intValue)
			.sorted()
			.toArray();
		int[] keptIndices = new int[limit];
		float[] keptValues = new float[limit];
		for (int i = 0; i < limit; i++) {
			keptIndices[i] = this.indices[kept[i]];
			keptValues[i] = this.values[kept[i]];
		}
		return new SparseVector(this.dimensions, keptIndices, keptValues);
	}

}
