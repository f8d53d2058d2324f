package dev.semblance.samples.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;

/**
 * The words of a query, and where a text has them: whatever their case and ending, stop
 * words left out.
 */
final class QueryWords {

	private static final Analyzer ANALYZER = new EnglishAnalyzer();

	private final Set<String> stems = new HashSet<>();

	QueryWords(String query) {
		words(query).forEach((word) -> this.stems.add(word.stem()));
	}

	/** Finds the words of the query in a text, in order. */
	List<Word> in(String text) {
		return words(text).stream().filter((word) -> this.stems.contains(word.stem())).toList();
	}

	private static List<Word> words(String text) {
		List<Word> words = new ArrayList<>();
		try (TokenStream tokens = ANALYZER.tokenStream("text", text)) {
			CharTermAttribute stem = tokens.addAttribute(CharTermAttribute.class);
			OffsetAttribute offset = tokens.addAttribute(OffsetAttribute.class);
			tokens.reset();
			while (tokens.incrementToken()) {
				words.add(new Word(stem.toString(), offset.startOffset(), offset.endOffset()));
			}
			tokens.end();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Reading from a string does not fail.", ex);
		}
		return words;
	}

	/**
	 * A word of a text.
	 *
	 * @param stem its stem
	 * @param start where it begins
	 * @param end where it ends
	 */
	record Word(String stem, int start, int end) {
	}

}
