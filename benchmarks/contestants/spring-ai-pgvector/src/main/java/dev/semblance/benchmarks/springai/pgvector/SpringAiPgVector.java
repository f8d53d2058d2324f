package dev.semblance.benchmarks.springai.pgvector;

import com.zaxxer.hikari.HikariDataSource;
import dev.semblance.benchmarks.protocol.pgvector.PgVectorContestant;
import dev.semblance.benchmarks.protocol.pgvector.PgVectorProgram;
import dev.semblance.benchmarks.protocol.pgvector.PgVectorSession;
import dev.semblance.benchmarks.protocol.pgvector.PgVectorSettings;
import org.springframework.ai.vectorstore.pgvector.PgVectorStore;

/**
 * Spring AI's PgVectorStore as its auto-configuration makes it: cosine distance, HNSW
 * with pgvector's own parameters, ids that are UUIDs, public.vector_store, over a pool of
 * connections of HikariCP. What can be tuned:
 * <ul>
 * <li>the transaction: every call has one. Without, the driver commits several times
 * within a call;</li>
 * <li>the documents of a call. The store looks every document up in the list it was given
 * ({@code documents.indexOf}), which makes calls of many documents slower by the square;
 * so that the way of the store to cut a call into batches ({@code maxDocumentBatchSize},
 * 10,000) does not matter here;</li>
 * <li>{@code reWriteBatchedInserts} of the driver. The statement binds values after
 * {@code VALUES}, too, which the driver cannot rewrite;</li>
 * <li>{@code hnsw.ef_search} and {@code hnsw.iterative_scan}, which the store never sets:
 * through the options of the connection.</li>
 * </ul>
 */
final class SpringAiPgVector implements PgVectorContestant {

	private SpringAiPgVector() {
	}

	public static void main(String[] args) throws Exception {
		PgVectorProgram.main("spring-ai", new SpringAiPgVector(), args);
	}

	@Override
	public Class<?> library() {
		return PgVectorStore.class;
	}

	@Override
	public PgVectorSession open(PgVectorSettings settings) {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(settings.urlWithOptions());
		pool.setMaximumPoolSize(settings.connections());
		return new SpringAiSession(pool);
	}

}
