package dev.semblance.store.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.semblance.retrieval.bm25.Bm25Encoder;
import dev.semblance.retrieval.fusion.RankedLeg;
import dev.semblance.retrieval.internal.analysis.TermCounter;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.search.similarities.Similarity;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * Finds the best matching words by BM25. Every word of the query is optional, one that is
 * repeated counts as often, and there is no query syntax.
 */
final class LexicalLeg {

	/**
	 * Words of a query that are looked for; stop words do not count. As many as most
	 * encoders read, and well below the 1024 clauses that Lucene allows.
	 */
	static final int MAX_QUERY_WORDS = 512;

	private static final Sort BY_SCORE_THEN_ID = new Sort(SortField.FIELD_SCORE,
			new SortField(DocumentFields.ID, SortField.Type.STRING));

	private final TermCounter counter;

	LexicalLeg(Analyzer analyzer) {
		this.counter = new TermCounter(analyzer);
	}

	static Similarity similarity() {
		return new BM25Similarity(Bm25Encoder.K1, Bm25Encoder.B);
	}

	List<RankedLeg.Entry> best(IndexSearcher searcher, String text, int window, @Nullable Query filter)
			throws IOException {
		Map<BytesRef, Integer> words = this.counter.count(text, MAX_QUERY_WORDS);
		if (words.isEmpty()) {
			return List.of();
		}
		List<RankedLeg.Entry> entries = new ArrayList<>();
		for (ScoreDoc found : searcher.search(query(words, filter), window, BY_SCORE_THEN_ID).scoreDocs) {
			Object[] fields = ((FieldDoc) found).fields;
			entries.add(new RankedLeg.Entry(CodeUnits.decode((BytesRef) fields[1]), (Float) fields[0]));
		}
		return entries;
	}

	private static Query query(Map<BytesRef, Integer> words, @Nullable Query filter) {
		BooleanQuery.Builder anyWord = new BooleanQuery.Builder();
		words.forEach((word, times) -> anyWord.add(
				new BoostQuery(new TermQuery(new Term(DocumentFields.TEXT, word)), times), BooleanClause.Occur.SHOULD));
		if (filter == null) {
			return anyWord.build();
		}
		return new BooleanQuery.Builder().add(anyWord.build(), BooleanClause.Occur.MUST)
			.add(filter, BooleanClause.Occur.FILTER)
			.build();
	}

}
