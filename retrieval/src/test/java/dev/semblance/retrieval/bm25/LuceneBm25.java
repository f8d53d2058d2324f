package dev.semblance.retrieval.bm25;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.semblance.retrieval.internal.analysis.Languages;
import dev.semblance.retrieval.internal.analysis.TermCounter;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.util.BytesRef;

/**
 * What Lucene itself makes of texts and a query.
 */
final class LuceneBm25 implements AutoCloseable {

	private final ByteBuffersDirectory directory = new ByteBuffersDirectory();

	private final Analyzer analyzer;

	private final DirectoryReader reader;

	LuceneBm25(String language, List<String> texts) throws IOException {
		this.analyzer = Languages.analyzerOf(language).get();
		try (IndexWriter writer = new IndexWriter(this.directory, new IndexWriterConfig(this.analyzer))) {
			for (String text : texts) {
				Document document = new Document();
				document.add(new TextField("text", text, Field.Store.NO));
				writer.addDocument(document);
			}
			writer.forceMerge(1);
		}
		this.reader = DirectoryReader.open(this.directory);
	}

	/**
	 * Scores the documents that have a term of the query.
	 * @return score by number of the text
	 */
	Map<Integer, Float> scores(String query) throws IOException {
		IndexSearcher searcher = new IndexSearcher(this.reader);
		searcher.setSimilarity(new BM25Similarity(Bm25Encoder.K1, Bm25Encoder.B));
		BooleanQuery.Builder anyTerm = new BooleanQuery.Builder();
		for (Map.Entry<BytesRef, Integer> term : new TermCounter(this.analyzer).count(query).entrySet()) {
			anyTerm.add(new BoostQuery(new TermQuery(new Term("text", term.getKey())), term.getValue()),
					BooleanClause.Occur.SHOULD);
		}
		Map<Integer, Float> scores = new HashMap<>();
		for (ScoreDoc found : searcher.search(anyTerm.build(), Math.max(1, this.reader.maxDoc())).scoreDocs) {
			scores.put(found.doc, found.score);
		}
		return scores;
	}

	@Override
	public void close() throws IOException {
		this.reader.close();
		this.directory.close();
		this.analyzer.close();
	}

}
