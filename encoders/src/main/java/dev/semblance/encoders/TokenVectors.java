package dev.semblance.encoders;

import java.util.Arrays;

/**
 * The vectors of a text's tokens. Compares by identity of the array.
 *
 * @param dimensions length of every vector
 * @param values the vectors one after the other; belongs to the caller
 */
@SuppressWarnings("ArrayRecordComponent")
public record TokenVectors(int dimensions, float[] values) {

	/**
	 * Checks that the values are whole vectors.
	 */
	public TokenVectors {
		if (dimensions < 1 || values.length % dimensions != 0) {
			throw new InvalidInputException(
					"%d values are no whole number of vectors of %d dimensions.".formatted(values.length, dimensions),
					"Give all values of all tokens.");
		}
	}

	/**
	 * Returns how many vectors there are.
	 * @return the number
	 */
	public int count() {
		return this.values.length / this.dimensions;
	}

	/**
	 * Copies one vector.
	 * @param token position of the token, from 0
	 * @return its vector
	 */
	public float[] vector(int token) {
		return Arrays.copyOfRange(this.values, token * this.dimensions, (token + 1) * this.dimensions);
	}

}
