package dev.semblance.springai;

import dev.semblance.encoders.InvalidInputException;

/**
 * The lowest score of what is returned.
 */
final class MinScore {

	private MinScore() {
	}

	static double checked(double minScore) {
		if (Double.isNaN(minScore)) {
			throw new InvalidInputException("The minimum score is not a number.",
					"Use a number in the range of the scores, or leave it out.");
		}
		return minScore;
	}

}
