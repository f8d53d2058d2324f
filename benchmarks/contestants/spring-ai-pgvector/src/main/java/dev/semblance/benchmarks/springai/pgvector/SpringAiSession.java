package dev.semblance.benchmarks.springai.pgvector;

import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import dev.semblance.benchmarks.protocol.pgvector.DataSet;
import dev.semblance.benchmarks.protocol.pgvector.PgVectorSession;
import org.springframework.ai.document.Document;
import org.springframework.ai.vectorstore.SearchRequest;
import org.springframework.ai.vectorstore.pgvector.PgVectorStore;
import org.springframework.ai.vectorstore.pgvector.PgVectorStore.PgIndexType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A PgVectorStore.
 */
final class SpringAiSession implements PgVectorSession {

	private final HikariDataSource pool;

	private final TransactionTemplate transaction;

	private final KnownVectors vectors = new KnownVectors();

	private final PgVectorStore store;

	SpringAiSession(HikariDataSource pool) {
		this.pool = pool;
		this.transaction = new TransactionTemplate(new JdbcTransactionManager(pool));
		this.store = store(PgIndexType.NONE);
	}

	@Override
	public void insert(List<DataSet.Document> documents) {
		documents.forEach((document) -> this.vectors.put(document.text(), document.vector()));
		List<Document> batch = documents.stream()
			.map((document) -> new Document(document.id(), document.text(), document.metadata()))
			.toList();
		this.transaction.executeWithoutResult((status) -> this.store.add(batch));
		this.vectors.clear();
	}

	/** The store makes its index when it starts, of a table that may be full. */
	@Override
	public void createIndex() {
		store(PgIndexType.HNSW);
	}

	@Override
	public List<String> search(DataSet.Query query, int count) {
		return search(query, SearchRequest.builder().topK(count));
	}

	@Override
	public List<String> searchBucket(DataSet.Query query, int count, int bucket) {
		return search(query, SearchRequest.builder().topK(count).filterExpression("bucket == " + bucket));
	}

	@Override
	public void close() {
		this.pool.close();
	}

	private List<String> search(DataSet.Query query, SearchRequest.Builder request) {
		this.vectors.put(query.text(), query.vector());
		return this.store.similaritySearch(request.query(query.text()).build()).stream().map(Document::getId).toList();
	}

	private PgVectorStore store(PgIndexType index) {
		PgVectorStore made = PgVectorStore.builder(new JdbcTemplate(this.pool), this.vectors)
			.initializeSchema(true)
			.indexType(index)
			.build();
		made.afterPropertiesSet();
		return made;
	}

}
