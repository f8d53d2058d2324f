package dev.semblance.starter;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

import dev.semblance.retrieval.reranking.Reranker;

/**
 * What the samples are asked, and what they know.
 */
final class Passages {

	static final String QUESTION = "Which planet has the most moons?";

	/** Those with the words of the question are not those that answer it. */
	static final List<String> TEXTS = List.of("Saturn is circled by 146 known moons, more than its neighbours.",
			"Which planet has the most rings? Most people say that it is Saturn.",
			"The moon is full tonight, and most of the planet can see it.", "Jupiter has ninety-five known moons.",
			"Bread is baked from flour, water and salt.");

	private Passages() {
	}

	/**
	 * Tells in which order a reranker puts the passages.
	 * @param reranker the reranker
	 * @return all passages, the best first
	 */
	static List<String> rankedBy(Reranker reranker) {
		double[] scores = reranker.score(QUESTION, TEXTS).values();
		return IntStream.range(0, TEXTS.size())
			.boxed()
			.sorted(Comparator.comparingDouble((Integer index) -> scores[index]).reversed())
			.map(TEXTS::get)
			.toList();
	}

}
