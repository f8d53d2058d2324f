package dev.semblance.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.SparseEncoder;
import dev.semblance.encoders.SparseVector;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.retrieval.bm25.Bm25Encoder;
import dev.semblance.retrieval.bm25.CorpusStatistics;
import dev.semblance.retrieval.bm25.CorpusStatisticsCollector;
import dev.semblance.retrieval.dataset.BeirDataset;
import dev.semblance.retrieval.dataset.LineReader;
import dev.semblance.retrieval.store.DocumentStore;
import dev.semblance.retrieval.store.EmbeddedDocument;
import dev.semblance.store.lucene.LuceneStore;
import dev.semblance.store.pgvector.PgVectorStore;
import dev.semblance.store.pgvector.server.PgVectorServer;
import dev.semblance.store.pgvector.server.TestSchema;
import org.jspecify.annotations.Nullable;

/**
 * SciFact in a Lucene folder, dense vectors only, and in PostgreSQL, with BM25 beside
 * them. It is encoded once for both, since that takes minutes.
 */
final class SciFactStores implements AutoCloseable {

	static final String COLLECTION = "scifact";

	private static final int BATCH = 128;

	private final TestSchema schema = new TestSchema();

	private final Path folder;

	SciFactStores(Path data, Path folder) {
		this.folder = folder;
		List<Document> documents = new ArrayList<>();
		try (LineReader<Document> corpus = new BeirDataset(data).corpus()) {
			corpus.forEachRemaining(documents::add);
		}
		try (DenseEncoder dense = DenseEncoder.builder(CommandRun.MINILM).build();
				SparseEncoder sparse = new Bm25Encoder(statistics(documents));
				DocumentStore lucene = LuceneStore.builder()
					.directory(folder)
					.space(EmbeddingSpace.of(dense.model()))
					.open();
				HikariDataSource pool = PgVectorServer.pool(2);
				DocumentStore postgres = PgVectorStore.builder()
					.dataSource(pool)
					.schema(this.schema.name())
					.collection(COLLECTION)
					.space(dense.model())
					.sparseSpace(sparse.model())
					.open()) {
			for (int start = 0; start < documents.size(); start += BATCH) {
				List<Document> batch = documents.subList(start, Math.min(start + BATCH, documents.size()));
				List<String> texts = batch.stream().map(Document::text).toList();
				List<float[]> vectors = dense.encodeDocuments(texts);
				lucene.upsert(embedded(batch, vectors, null));
				postgres.upsert(embedded(batch, vectors, sparse.encodeDocuments(texts)));
			}
		}
	}

	Path folder() {
		return this.folder;
	}

	String schema() {
		return this.schema.name();
	}

	private static CorpusStatistics statistics(List<Document> documents) {
		try (CorpusStatisticsCollector collector = new CorpusStatisticsCollector("english")) {
			documents.forEach((document) -> collector.add(document.text()));
			return collector.finish();
		}
	}

	private static List<EmbeddedDocument> embedded(List<Document> documents, List<float[]> dense,
			@Nullable List<SparseVector> sparse) {
		List<EmbeddedDocument> embedded = new ArrayList<>(documents.size());
		for (int i = 0; i < documents.size(); i++) {
			embedded.add(new EmbeddedDocument(documents.get(i), dense.get(i), (sparse != null) ? sparse.get(i) : null));
		}
		return embedded;
	}

	@Override
	public void close() {
		this.schema.close();
	}

}
