package dev.semblance.boot;

import java.util.List;

import dev.semblance.encoders.SimilarityFunction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * The model whose weights are on the class path of the tests, and what
 * sentence-transformers says of three sentences.
 */
public final class MiniLm {

	public static final String NAME = "sentence-transformers/all-MiniLM-L6-v2";

	public static final List<String> SENTENCES = List.of("The weather is lovely today.", "It's so sunny outside!",
			"He drove to the stadium.");

	private static final double[][] SIMILARITIES = { { 1, 0.6660, 0.1046 }, { 0.6660, 1, 0.1411 },
			{ 0.1046, 0.1411, 1 } };

	private MiniLm() {
	}

	public static void assertSimilarities(List<float[]> vectors) {
		for (int i = 0; i < vectors.size(); i++) {
			for (int j = 0; j < vectors.size(); j++) {
				assertThat(SimilarityFunction.COSINE.between(vectors.get(i), vectors.get(j)))
					.as("similarity of '%s' and '%s'", SENTENCES.get(i), SENTENCES.get(j))
					.isCloseTo(SIMILARITIES[i][j], within(5e-5));
			}
		}
	}

}
