package dev.semblance.store.lucene;

import java.io.IOException;
import java.util.Optional;

import dev.semblance.retrieval.bm25.CorpusStatistics;
import dev.semblance.retrieval.bm25.CorpusStatisticsBuilder;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;

/**
 * Reads the statistics that the lexical leg's BM25 uses, so that those of the sparse leg
 * can be the same: a deleted document counts until its segment is merged.
 */
final class LexicalStatistics {

	private LexicalStatistics() {
	}

	static Optional<CorpusStatistics> of(IndexReader reader, String language) throws IOException {
		Terms terms = MultiTerms.getTerms(reader, DocumentFields.TEXT);
		if (terms == null || terms.getDocCount() == 0) {
			return Optional.empty();
		}
		CorpusStatisticsBuilder builder = new CorpusStatisticsBuilder(language);
		TermsEnum each = terms.iterator();
		while (each.next() != null) {
			builder.add(each.term().utf8ToString(), each.docFreq());
		}
		return Optional.of(builder.build(terms.getDocCount(), terms.getSumTotalTermFreq()));
	}

}
