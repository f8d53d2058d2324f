package dev.semblance.benchmarks.langchain4j.pgvector;

import com.zaxxer.hikari.HikariDataSource;
import dev.langchain4j.store.embedding.pgvector.PgVectorEmbeddingStore;
import dev.semblance.benchmarks.protocol.pgvector.PgVectorContestant;
import dev.semblance.benchmarks.protocol.pgvector.PgVectorProgram;
import dev.semblance.benchmarks.protocol.pgvector.PgVectorSession;
import dev.semblance.benchmarks.protocol.pgvector.PgVectorSettings;

/**
 * LangChain4j's PgVectorEmbeddingStore with its own defaults, except that it gets a pool
 * of connections ({@code datasourceBuilder()}): with host and port it would make a new
 * connection for every call. What can be tuned:
 * <ul>
 * <li>the segments of a call: each is a batch of the driver;</li>
 * <li>{@code reWriteBatchedInserts} of the driver, which can make one statement of up to
 * 128 inserts of this store;</li>
 * <li>{@code hnsw.ef_search} and the like do not matter: its only index is IVFFlat.</li>
 * </ul>
 */
final class LangChain4jPgVector implements PgVectorContestant {

	private LangChain4jPgVector() {
	}

	public static void main(String[] args) throws Exception {
		PgVectorProgram.main("langchain4j", new LangChain4jPgVector(), args);
	}

	@Override
	public Class<?> library() {
		return PgVectorEmbeddingStore.class;
	}

	@Override
	public PgVectorSession open(PgVectorSettings settings) {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(settings.urlWithOptions());
		pool.setMaximumPoolSize(settings.connections());
		return new LangChain4jSession(pool);
	}

}
