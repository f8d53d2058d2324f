package dev.semblance.retrieval.evaluation;

import java.util.List;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.retrieval.dataset.StsDataset.Pair;

/**
 * Measures a model on sentence pairs with gold scores (semantic textual similarity), as
 * sentence-transformers does.
 */
public final class StsEvaluation {

	private final SentenceSimilarity similarity;

	/**
	 * Creates an evaluation.
	 * @param similarity what the model makes of two sentences; it stays open
	 */
	public StsEvaluation(SentenceSimilarity similarity) {
		this.similarity = similarity;
	}

	/**
	 * Compares all sentences.
	 * @param pairs the pairs
	 * @return the correlations
	 * @throws InvalidInputException if no correlation is defined: fewer than two pairs,
	 * or scores or similarities that are all the same; or the model is a cross-encoder
	 * with several labels
	 */
	public StsScores evaluate(List<Pair> pairs) {
		SentenceSimilarity.Similarities similarities = this.similarity.between(pairs.stream().map(Pair::first).toList(),
				pairs.stream().map(Pair::second).toList());
		double[] gold = pairs.stream().mapToDouble(Pair::score).toArray();
		double spearman = Correlation.spearman(gold, similarities.values());
		double pearson = Correlation.pearson(gold, similarities.values());
		if (Double.isNaN(spearman) || Double.isNaN(pearson)) {
			throw new InvalidInputException("%d sentence pairs have no correlation.".formatted(pairs.size()),
					"Give at least two pairs whose gold scores and sentences differ.");
		}
		return new StsScores(this.similarity.name(), spearman, pearson, pairs.size(), similarities.usage());
	}

}
