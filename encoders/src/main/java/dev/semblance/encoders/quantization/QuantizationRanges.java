package dev.semblance.encoders.quantization;

import java.util.List;

import dev.semblance.encoders.InvalidInputException;

/**
 * Between which values each dimension of a model's vectors lies. Compares by identity of
 * its arrays.
 *
 * @param least the smallest value of each dimension
 * @param largest the largest value of each dimension
 */
@SuppressWarnings("ArrayRecordComponent")
public record QuantizationRanges(float[] least, float[] largest) {

	/**
	 * Checks that there is a range for each dimension.
	 */
	public QuantizationRanges {
		if (least.length != largest.length || least.length == 0) {
			throw new InvalidInputException(
					"Ranges have %d smallest and %d largest values.".formatted(least.length, largest.length),
					"Give one of each for every dimension.");
		}
		for (int i = 0; i < least.length; i++) {
			if (!(least[i] <= largest[i]) || !Float.isFinite(least[i]) || !Float.isFinite(largest[i])) {
				throw new InvalidInputException("Dimension %d ranges from %s to %s.".formatted(i, least[i], largest[i]),
						"Give finite numbers, the smaller first.");
			}
		}
	}

	/**
	 * Looks at vectors that stand for all that will come; a hundred are few.
	 * @param vectors vectors of one model
	 * @return their ranges
	 * @throws InvalidInputException if there are none, or they differ in length
	 */
	public static QuantizationRanges of(List<float[]> vectors) {
		if (vectors.size() < 2) {
			throw new InvalidInputException("%d vectors have no ranges.".formatted(vectors.size()),
					"Calibrate with a hundred vectors or more.");
		}
		float[] least = vectors.get(0).clone();
		float[] largest = vectors.get(0).clone();
		for (float[] vector : vectors) {
			if (vector.length != least.length) {
				throw new InvalidInputException(
						"Vectors of %d and %d dimensions have no common ranges.".formatted(least.length, vector.length),
						"Calibrate with vectors of one model.");
			}
			for (int i = 0; i < vector.length; i++) {
				least[i] = Math.min(least[i], vector[i]);
				largest[i] = Math.max(largest[i], vector[i]);
			}
		}
		return new QuantizationRanges(least, largest);
	}

}
