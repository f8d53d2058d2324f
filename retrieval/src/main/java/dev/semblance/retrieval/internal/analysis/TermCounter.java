package dev.semblance.retrieval.internal.analysis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.TermToBytesRefAttribute;
import org.apache.lucene.util.BytesRef;

/**
 * Counts the terms of texts. Safe for concurrent callers.
 */
public final class TermCounter {

	/** The analyzers treat all fields alike, but want a name. */
	private static final String FIELD = "text";

	private final Analyzer analyzer;

	/**
	 * Creates a counter.
	 * @param analyzer makes terms of texts; it stays open
	 */
	public TermCounter(Analyzer analyzer) {
		this.analyzer = analyzer;
	}

	/**
	 * Counts the terms of a text.
	 * @param text the text
	 * @param limit how many terms to read; those after it do not count
	 * @return how often each term occurs, in the order of their first occurrence
	 */
	public Map<BytesRef, Integer> count(String text, int limit) {
		Map<BytesRef, Integer> counts = new LinkedHashMap<>();
		try (TokenStream tokens = this.analyzer.tokenStream(FIELD, text)) {
			TermToBytesRefAttribute term = tokens.getAttribute(TermToBytesRefAttribute.class);
			tokens.reset();
			for (int i = 0; i < limit && tokens.incrementToken(); i++) {
				counts.merge(BytesRef.deepCopyOf(term.getBytesRef()), 1, Integer::sum);
			}
			tokens.end();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Reading from memory failed.", ex);
		}
		return counts;
	}

	/**
	 * Counts all terms of a text.
	 * @param text the text
	 * @return how often each term occurs, in the order of their first occurrence
	 */
	public Map<BytesRef, Integer> count(String text) {
		return count(text, Integer.MAX_VALUE);
	}

}
