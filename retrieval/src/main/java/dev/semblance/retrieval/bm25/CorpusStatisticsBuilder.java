package dev.semblance.retrieval.bm25;

import java.util.Arrays;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.retrieval.internal.analysis.Languages;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.BytesRefHash;

/**
 * Builds {@link CorpusStatistics} of terms that were counted already, as a store does.
 * Not safe for concurrent use.
 */
public final class CorpusStatisticsBuilder {

	private final String language;

	private final BytesRefHash terms = new BytesRefHash();

	private int[] frequencies = {};

	/**
	 * Creates a builder.
	 * @param language the analysis that made the terms
	 * @throws InvalidInputException if the language is unknown
	 */
	public CorpusStatisticsBuilder(String language) {
		Languages.analyzerOf(language);
		this.language = language;
	}

	/**
	 * Adds a term.
	 * @param term the term
	 * @param documentFrequency in how many documents it occurs; if the term was added
	 * before, in how many more
	 * @return this builder
	 */
	public CorpusStatisticsBuilder add(String term, int documentFrequency) {
		return add(new BytesRef(term), documentFrequency);
	}

	CorpusStatisticsBuilder add(BytesRef term, int documentFrequency) {
		int added = this.terms.add(term);
		int number = (added >= 0) ? added : -added - 1;
		this.frequencies = ArrayUtil.grow(this.frequencies, number + 1);
		this.frequencies[number] += documentFrequency;
		return this;
	}

	/**
	 * Builds the statistics. The builder is not to be used after it.
	 * @param documents how many documents with at least one term there are
	 * @param length how many terms they have together, repeated ones included
	 * @return the statistics
	 * @throws InvalidInputException if there are no documents or no terms
	 */
	public CorpusStatistics build(long documents, long length) {
		if (documents < 1 || length < 1) {
			throw new InvalidInputException("The corpus has %d terms in %d documents.".formatted(length, documents),
					"Collect statistics of the documents that are to be stored, or assume an average length.");
		}
		return build(documents, (double) length / documents);
	}

	CorpusStatistics build(long documents, double averageLength) {
		long[] order = new long[this.terms.size()];
		for (int number = 0; number < order.length; number++) {
			order[number] = ((long) dimension(number) << Integer.SIZE) | number;
		}
		Arrays.sort(order);
		int[] dimensions = new int[order.length];
		int[] documentFrequencies = new int[order.length];
		int[] termNumbers = new int[order.length];
		int count = 0;
		for (long entry : order) {
			int dimension = (int) (entry >>> Integer.SIZE);
			int number = (int) entry;
			boolean shared = count > 0 && dimensions[count - 1] == dimension;
			if (!shared) {
				dimensions[count] = dimension;
				termNumbers[count] = number;
				count++;
			}
			long sum = (long) documentFrequencies[count - 1] + this.frequencies[number];
			documentFrequencies[count - 1] = (int) Math.min(sum, documents);
		}
		return new CorpusStatistics(this.language, documents, averageLength, Arrays.copyOf(dimensions, count),
				Arrays.copyOf(documentFrequencies, count), Arrays.copyOf(termNumbers, count), this.terms);
	}

	private int dimension(int number) {
		return TermDimensions.of(this.terms.get(number, new BytesRef()));
	}

}
