package dev.semblance.benchmarks.semblance.pgvector;

import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import dev.semblance.benchmarks.protocol.pgvector.DataSet;
import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.encoders.SparseVector;
import dev.semblance.retrieval.Candidate;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.retrieval.SparseSpace;
import dev.semblance.retrieval.store.EmbeddedDocument;

/**
 * The data set as stores take it in.
 */
final class Stores {

	static final EmbeddingSpace DENSE = new EmbeddingSpace("sentence-transformers/all-MiniLM-L6-v2", 384,
			SimilarityFunction.COSINE);

	/** As many dimensions as the data set's BM25 has. */
	static final SparseSpace SPARSE = new SparseSpace("bm25-english", 1_000_000_000);

	private Stores() {
	}

	static HikariDataSource pool(String url, int connections) {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(url);
		pool.setMaximumPoolSize(connections);
		return pool;
	}

	static Document document(DataSet.Document document) {
		return new Document(document.id(), document.text(), document.metadata());
	}

	static EmbeddedDocument dense(DataSet.Document document) {
		return new EmbeddedDocument(document(document), document.vector());
	}

	static EmbeddedDocument denseAndSparse(DataSet.Document document) {
		return new EmbeddedDocument(document(document), document.vector(), sparse(document.sparse()));
	}

	static SparseVector sparse(DataSet.SparseWeights weights) {
		return new SparseVector(SPARSE.dimensions(), weights.indices(), weights.values());
	}

	static List<String> ids(List<Candidate> candidates) {
		return candidates.stream().map((candidate) -> candidate.document().id()).toList();
	}

}
