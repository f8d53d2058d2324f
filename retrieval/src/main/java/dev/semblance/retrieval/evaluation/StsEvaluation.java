package dev.semblance.retrieval.evaluation;

import java.util.List;

import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.DenseEncoding;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.encoders.TextRole;
import dev.semblance.retrieval.dataset.StsDataset.Pair;

/**
 * Measures a dense encoder on sentence pairs with gold scores (semantic textual
 * similarity), as sentence-transformers does: sentences are encoded without a role and
 * compared by cosine, whatever function the model was trained for.
 */
public final class StsEvaluation {

	private final DenseEncoder encoder;

	/**
	 * Creates an evaluation.
	 * @param encoder the encoder to measure; it stays open
	 */
	public StsEvaluation(DenseEncoder encoder) {
		this.encoder = encoder;
	}

	/**
	 * Encodes all sentences and compares.
	 * @param pairs the pairs
	 * @return the correlations
	 * @throws InvalidInputException if no correlation is defined: fewer than two pairs,
	 * or scores or similarities that are all the same
	 */
	public StsScores evaluate(List<Pair> pairs) {
		DenseEncoding first = this.encoder.encode(pairs.stream().map(Pair::first).toList(), TextRole.PLAIN);
		DenseEncoding second = this.encoder.encode(pairs.stream().map(Pair::second).toList(), TextRole.PLAIN);
		double[] gold = pairs.stream().mapToDouble(Pair::score).toArray();
		double[] cosines = new double[gold.length];
		for (int i = 0; i < cosines.length; i++) {
			cosines[i] = SimilarityFunction.COSINE.between(first.vectors().get(i), second.vectors().get(i));
		}
		double spearman = Correlation.spearman(gold, cosines);
		double pearson = Correlation.pearson(gold, cosines);
		if (Double.isNaN(spearman) || Double.isNaN(pearson)) {
			throw new InvalidInputException("%d sentence pairs have no correlation.".formatted(pairs.size()),
					"Give at least two pairs whose gold scores and sentences differ.");
		}
		return new StsScores(spearman, pearson, pairs.size(), first.usage().plus(second.usage()));
	}

}
