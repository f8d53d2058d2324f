package dev.semblance.retrieval.bm25;

import java.util.Arrays;

import dev.semblance.encoders.InvalidInputException;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.BytesRefHash;
import org.jspecify.annotations.Nullable;

/**
 * What BM25 must know of a corpus: how many documents there are, how long they are on
 * average, and in how many of them each term occurs. A {@link CorpusStatisticsCollector}
 * makes it of texts, a store of what it holds. Immutable. It keeps every term once, about
 * 30 bytes each.
 */
public final class CorpusStatistics {

	private final String language;

	private final long documents;

	private final double averageLength;

	/** Ascending. */
	private final int[] dimensions;

	private final int[] documentFrequencies;

	/** Where the term of each dimension stands in the terms. */
	private final int[] termNumbers;

	private final BytesRefHash terms;

	CorpusStatistics(String language, long documents, double averageLength, int[] dimensions, int[] documentFrequencies,
			int[] termNumbers, BytesRefHash terms) {
		this.language = language;
		this.documents = documents;
		this.averageLength = averageLength;
		this.dimensions = dimensions;
		this.documentFrequencies = documentFrequencies;
		this.termNumbers = termNumbers;
		this.terms = terms;
	}

	/**
	 * Describes a corpus of which nothing is known yet: every term weighs the same.
	 * @param language the analysis of its texts
	 * @param averageLength how many terms a document is expected to have, above 0
	 * @return statistics of no documents
	 * @throws InvalidInputException if the language is unknown or the length is not above
	 * 0
	 */
	public static CorpusStatistics assuming(String language, double averageLength) {
		if (!(averageLength > 0) || Double.isInfinite(averageLength)) {
			throw new InvalidInputException("The assumed average length is %s terms.".formatted(averageLength),
					"Assume a finite number above 0, for example 100.");
		}
		return new CorpusStatisticsBuilder(language).build(0, averageLength);
	}

	/**
	 * Returns the analysis that made the terms.
	 * @return the language, as {@link Bm25Encoder} takes it
	 */
	public String language() {
		return this.language;
	}

	/**
	 * Returns how many documents with at least one term there are.
	 * @return the number
	 */
	public long documents() {
		return this.documents;
	}

	/**
	 * Returns how many terms a document has on average.
	 * @return the mean, above 0
	 */
	public double averageLength() {
		return this.averageLength;
	}

	/**
	 * Returns how many different dimensions the terms were hashed to.
	 * @return the number
	 */
	public int activeDimensions() {
		return this.dimensions.length;
	}

	/**
	 * Returns in how many documents the term of a dimension occurs.
	 * @param dimension the dimension
	 * @return the number, 0 if no document has the term
	 */
	public int documentFrequency(int dimension) {
		int position = Arrays.binarySearch(this.dimensions, dimension);
		return (position >= 0) ? this.documentFrequencies[position] : 0;
	}

	/**
	 * Returns the term that was hashed to a dimension.
	 * @param dimension the dimension
	 * @return the term, {@code null} if no document has one; one of them if several terms
	 * share the dimension
	 */
	public @Nullable String term(int dimension) {
		int position = Arrays.binarySearch(this.dimensions, dimension);
		return (position >= 0) ? this.terms.get(this.termNumbers[position], new BytesRef()).utf8ToString() : null;
	}

	@Override
	public String toString() {
		return "%d documents of %.1f terms on average, %d different terms (%s)".formatted(this.documents,
				this.averageLength, this.dimensions.length, this.language);
	}

}
