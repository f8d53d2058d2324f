package dev.semblance.retrieval.bm25;

import java.util.Map;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.retrieval.internal.analysis.Languages;
import dev.semblance.retrieval.internal.analysis.TermCounter;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.util.BytesRef;

/**
 * Collects {@link CorpusStatistics} of texts, one after the other; keeps terms, not
 * texts. A text without terms does not count as a document. Not safe for concurrent use.
 */
public final class CorpusStatisticsCollector implements AutoCloseable {

	private final Analyzer analyzer;

	private final TermCounter counter;

	private final CorpusStatisticsBuilder builder;

	private long documents;

	private long length;

	/**
	 * Creates a collector.
	 * @param language the analysis of the texts, as {@link Bm25Encoder} takes it
	 * @throws InvalidInputException if the language is unknown
	 */
	public CorpusStatisticsCollector(String language) {
		this.builder = new CorpusStatisticsBuilder(language);
		this.analyzer = Languages.analyzerOf(language).get();
		this.counter = new TermCounter(this.analyzer);
	}

	/**
	 * Adds a document.
	 * @param text its text
	 */
	public void add(String text) {
		Map<BytesRef, Integer> counts = this.counter.count(text);
		if (!counts.isEmpty()) {
			this.documents++;
		}
		counts.forEach((term, count) -> {
			this.builder.add(term, 1);
			this.length += count;
		});
	}

	/**
	 * Ends the collection.
	 * @return the statistics of all texts that were added
	 * @throws InvalidInputException if none of them has a term
	 */
	public CorpusStatistics finish() {
		return this.builder.build(this.documents, this.length);
	}

	/**
	 * Releases the analysis.
	 */
	@Override
	public void close() {
		this.analyzer.close();
	}

}
