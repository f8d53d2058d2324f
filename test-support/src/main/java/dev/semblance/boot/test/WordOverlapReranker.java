package dev.semblance.boot.test;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import dev.semblance.encoders.TokenUsage;
import dev.semblance.retrieval.reranking.RerankScores;
import dev.semblance.retrieval.reranking.Reranker;

/**
 * A reranker without a model: the score of a document is the share of the query's
 * different words that are in it, from 0 to 1.
 */
public final class WordOverlapReranker implements Reranker {

	private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

	/**
	 * Creates a reranker.
	 */
	public WordOverlapReranker() {
	}

	@Override
	public String name() {
		return "semblance-test/word-overlap";
	}

	@Override
	public RerankScores score(String query, List<String> documents) {
		Set<String> asked = words(query);
		return new RerankScores(documents.stream().mapToDouble((document) -> share(asked, words(document))).toArray(),
				TokenUsage.NONE);
	}

	private static double share(Set<String> asked, Set<String> words) {
		return asked.isEmpty() ? 0 : (double) asked.stream().filter(words::contains).count() / asked.size();
	}

	private static Set<String> words(String text) {
		Set<String> words = new HashSet<>();
		WORD.matcher(text.toLowerCase(Locale.ROOT)).results().forEach((match) -> words.add(match.group()));
		return words;
	}

	@Override
	public void close() {
		// Holds nothing.
	}

}
