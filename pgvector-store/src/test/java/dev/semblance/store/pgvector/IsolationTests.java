package dev.semblance.store.pgvector;

import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.retrieval.store.Searches;
import dev.semblance.retrieval.store.StoreException;
import dev.semblance.store.pgvector.server.PgVectorServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A role, a database or a pool may ask for another isolation than the server's default.
 */
class IsolationTests {

	private final TestStore server = new TestStore();

	private final ExecutorService threads = Executors.newSingleThreadExecutor();

	@AfterEach
	void close() {
		this.threads.shutdown();
		this.server.close();
	}

	@Test
	void whoWaitedForASwitchSeesIt() throws Exception {
		PGSimpleDataSource serializable = new PGSimpleDataSource();
		serializable.setUrl(PgVectorServer.url());
		serializable.setOptions("-c default_transaction_isolation=serializable");
		try (PgVectorStore store = this.server.builder()
			.dataSource(serializable)
			.space(Searches.space(2, SimilarityFunction.COSINE))
			.open();
				Connection connection = this.server.pool().getConnection();
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.execute("SELECT pg_advisory_xact_lock(hashtextextended('semblance:%s:default', 0))"
				.formatted(this.server.schema()));
			Future<?> writer = this.threads.submit(() -> store.upsert(List.of(Searches.vector("a", 1, 0))));
			Await.until("the writer waits", () -> "1".equals(Sql.value(this.server.pool(),
					"SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND pid IN (SELECT pid FROM "
							+ "pg_stat_activity WHERE query LIKE 'SELECT pg_advisory_xact_lock_shared%')")));
			statement.execute("UPDATE %s.collection SET dense_space = NULL".formatted(this.server.schema()));
			connection.commit();
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(writer::get)
				.havingCause()
				.isInstanceOf(StoreException.class)
				.withMessageContaining("was switched to other vectors");
		}
		assertThat(Sql.value(this.server.pool(), "SELECT count(*) FROM %s.document".formatted(this.server.schema())))
			.isEqualTo("0");
	}

}
