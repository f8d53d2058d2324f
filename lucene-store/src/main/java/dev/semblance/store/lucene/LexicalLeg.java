package dev.semblance.store.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.semblance.retrieval.fusion.RankedLeg;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.TermToBytesRefAttribute;
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

	/** How soon the repetition of a word in a document stops to count. */
	static final float K1 = 1.2f;

	/** How much the length of a document is held against it. */
	static final float B = 0.75f;

	/**
	 * Words of a query that are looked for; stop words do not count. As many as most
	 * encoders read, and well below the 1024 clauses that Lucene allows.
	 */
	static final int MAX_QUERY_WORDS = 512;

	private static final Sort BY_SCORE_THEN_ID = new Sort(SortField.FIELD_SCORE,
			new SortField(DocumentFields.ID, SortField.Type.STRING));

	private final Analyzer analyzer;

	LexicalLeg(Analyzer analyzer) {
		this.analyzer = analyzer;
	}

	static Similarity similarity() {
		return new BM25Similarity(K1, B);
	}

	List<RankedLeg.Entry> best(IndexSearcher searcher, String text, int window, @Nullable Query filter)
			throws IOException {
		Map<BytesRef, Integer> words = words(text);
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

	private Map<BytesRef, Integer> words(String text) throws IOException {
		Map<BytesRef, Integer> words = new LinkedHashMap<>();
		try (TokenStream tokens = this.analyzer.tokenStream(DocumentFields.TEXT, text)) {
			TermToBytesRefAttribute term = tokens.getAttribute(TermToBytesRefAttribute.class);
			tokens.reset();
			for (int i = 0; i < MAX_QUERY_WORDS && tokens.incrementToken(); i++) {
				words.merge(BytesRef.deepCopyOf(term.getBytesRef()), 1, Integer::sum);
			}
			tokens.end();
		}
		return words;
	}

}
