package dev.semblance.store.pgvector;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.retrieval.store.EmbeddedDocument;
import dev.semblance.retrieval.store.Searches;
import dev.semblance.retrieval.store.StoreException;
import dev.semblance.store.pgvector.server.PgVectorServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The server ends the store's connection.
 */
class ConnectionLossTests {

	private final TestStore server = new TestStore();

	private final HikariDataSource pool = pool(this.server.schema());

	private final PgVectorStore store = this.server.builder()
		.dataSource(this.pool)
		.space(Searches.space(2, SimilarityFunction.COSINE))
		.open();

	@AfterEach
	void close() {
		this.store.close();
		this.pool.close();
		this.server.close();
	}

	@Test
	void aConnectionThatIsLostBetweenCallsIsReplaced() {
		this.store.upsert(batch("a"));
		for (int i = 0; i < 3; i++) {
			terminate();
			try {
				assertThat(this.store.count()).isEqualTo(100);
			}
			catch (StoreException ex) {
				// The pool does not look at a connection that was used a moment ago.
				assertThat(ex).hasMessageContaining("The connection was lost");
			}
			assertThat(this.store.count()).isEqualTo(100);
		}
	}

	@Test
	void aConnectionThatIsLostDuringAWriteLeavesNothing() throws Exception {
		ExecutorService threads = Executors.newSingleThreadExecutor();
		this.store.upsert(batch("a"));
		try (Connection connection = this.server.pool().getConnection();
				Statement statement = connection.createStatement()) {
			for (String lock : List.of("document", denseTable())) {
				connection.setAutoCommit(false);
				// The batch waits before its documents, or between them and their
				// vectors.
				statement.execute("LOCK TABLE %s.%s IN EXCLUSIVE MODE".formatted(this.server.schema(), lock));
				Future<?> writer = threads.submit(() -> this.store.upsert(batch("b")));
				awaitLock();
				terminate();
				assertThatExceptionOfType(ExecutionException.class).isThrownBy(writer::get)
					.havingCause()
					.isInstanceOf(StoreException.class)
					.withMessageContaining("The connection was lost")
					.withMessageContaining("what was not committed is not there");
				connection.rollback();
				assertThat(this.store.count()).isEqualTo(100);
				assertThat(this.store.search(Searches.dense(new float[] { 1, 0 }, 1000, true))).hasSize(100);
			}
		}
		finally {
			threads.shutdown();
		}
		this.store.upsert(batch("b"));
		assertThat(this.store.count()).isEqualTo(200);
	}

	private void awaitLock() throws InterruptedException {
		while (Sql
			.column(this.server.pool(),
					"SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND %s".formatted(ofThePool()))
			.isEmpty()) {
			Thread.sleep(10);
		}
	}

	private void terminate() {
		assertThat(Sql.column(this.server.pool(),
				"SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE " + ofThePool()))
			.contains("t");
	}

	private String ofThePool() {
		return "application_name = '%s'".formatted(this.server.schema());
	}

	private String denseTable() throws SQLException {
		return Sql.value(this.server.pool(),
				"SELECT tablename FROM pg_tables WHERE schemaname = '%s' AND tablename LIKE "
					.formatted(this.server.schema()) + "'dense%'");
	}

	private static HikariDataSource pool(String applicationName) {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(PgVectorServer.url());
		config.addDataSourceProperty("ApplicationName", applicationName);
		config.setMaximumPoolSize(1);
		return new HikariDataSource(config);
	}

	private static List<EmbeddedDocument> batch(String prefix) {
		return IntStream.range(0, 100).mapToObj((i) -> Searches.vector(prefix + i, 1, i)).toList();
	}

}
