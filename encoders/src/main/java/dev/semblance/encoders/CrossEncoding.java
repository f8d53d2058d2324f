package dev.semblance.encoders;

import java.util.List;

/**
 * Result of one call to a cross-encoder.
 *
 * @param scores one score per label for each pair, in the order of the pairs, with the
 * model's activation applied
 * @param usage what the call cost and what it cut
 */
public record CrossEncoding(List<float[]> scores, TokenUsage usage) {

	/**
	 * Protects the list from later changes.
	 */
	public CrossEncoding {
		scores = List.copyOf(scores);
	}

	/**
	 * Turns the scores of several labels into probabilities. As in sentence-transformers
	 * the single score of a model with one label stays as it is.
	 * @return an encoding whose scores are positive and add up to 1 for each pair
	 */
	public CrossEncoding softmax() {
		return new CrossEncoding(this.scores.stream().map(CrossEncoding::softmax).toList(), this.usage);
	}

	private static float[] softmax(float[] scores) {
		if (scores.length == 1) {
			return scores;
		}
		double largest = Double.NEGATIVE_INFINITY;
		for (float score : scores) {
			largest = Math.max(largest, score);
		}
		double sum = 0;
		for (float score : scores) {
			sum += Math.exp(score - largest);
		}
		float[] probabilities = new float[scores.length];
		for (int i = 0; i < scores.length; i++) {
			probabilities[i] = (float) (Math.exp(scores[i] - largest) / sum);
		}
		return probabilities;
	}

}
