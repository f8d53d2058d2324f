package dev.semblance.store.pgvector;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
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
import dev.semblance.retrieval.store.StoreUnavailableException;
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

	private final HikariDataSource pool = pool(this.server.schema(), Duration.ofSeconds(30));

	private final PgVectorStore store = builder().open();

	private final PgVectorStore impatient = builder().retryFor(Duration.ZERO).open();

	@AfterEach
	void close() {
		this.impatient.close();
		this.store.close();
		this.pool.close();
		this.server.close();
	}

	@Test
	void whoReadsDoesNotNoticeThatTheConnectionIsLostBetweenCalls() {
		this.store.upsert(batch("a"));
		for (int i = 0; i < 3; i++) {
			terminate();
			assertThat(this.store.count()).isEqualTo(100);
			terminate();
			assertThat(this.store.search(Searches.dense(new float[] { 1, 0 }, 10, true))).hasSize(10);
		}
	}

	@Test
	void aConnectionThatIsLostDuringAWriteIsReplacedAndTheWriteRepeated() throws Exception {
		ExecutorService threads = Executors.newSingleThreadExecutor();
		this.store.upsert(batch("a"));
		try (Connection connection = this.server.pool().getConnection();
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.execute("LOCK TABLE %s.%s IN EXCLUSIVE MODE".formatted(this.server.schema(), denseTable()));
			Future<?> writer = threads.submit(() -> this.store.upsert(batch("b")));
			awaitLock();
			terminate();
			connection.rollback();
			writer.get();
		}
		finally {
			threads.shutdown();
		}
		assertThat(this.store.count()).isEqualTo(200);
		assertThat(this.store.search(Searches.dense(new float[] { 1, 0 }, 1000, true))).hasSize(200);
	}

	@Test
	void aDeletionWhoseConnectionIsLostIsNotRepeated() throws Exception {
		ExecutorService threads = Executors.newSingleThreadExecutor();
		this.store.upsert(batch("a"));
		try (Connection connection = this.server.pool().getConnection();
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.execute("LOCK TABLE %s.document IN EXCLUSIVE MODE".formatted(this.server.schema()));
			Future<Long> deletion = threads.submit(() -> this.store.delete(List.of("a1")));
			awaitLock();
			terminate();
			connection.rollback();
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(deletion::get)
				.havingCause()
				.isInstanceOf(StoreUnavailableException.class)
				.withMessageContaining("deleting documents");
		}
		finally {
			threads.shutdown();
		}
		assertThat(this.store.count()).isEqualTo(100);
	}

	@Test
	void aPoolWithoutAFreeConnectionIsOneClearSentenceWithinItsTime() throws SQLException {
		try (HikariDataSource small = pool(this.server.schema(), Duration.ofMillis(250));
				PgVectorStore waiting = builder().dataSource(small).open();
				Connection taken = small.getConnection()) {
			assertThat(taken.isClosed()).isFalse();
			long start = System.nanoTime();
			assertThatExceptionOfType(StoreUnavailableException.class)
				.isThrownBy(() -> waiting.search(Searches.dense(new float[] { 1, 0 }, 10, true)))
				.withMessageContaining("No connection became free, searching:")
				.withMessageContaining("active=1")
				.withMessageContaining("Allow the pool more connections");
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
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
				Future<?> writer = threads.submit(() -> this.impatient.upsert(batch("b")));
				awaitLock();
				terminate();
				assertThatExceptionOfType(ExecutionException.class).isThrownBy(writer::get)
					.havingCause()
					.isInstanceOf(StoreUnavailableException.class)
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
		String waiting = "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND " + ofThePool();
		Await.until("the store waits for a lock", () -> !Sql.column(this.server.pool(), waiting).isEmpty());
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

	private PgVectorStoreBuilder builder() {
		return this.server.builder().dataSource(this.pool).space(Searches.space(2, SimilarityFunction.COSINE));
	}

	private static HikariDataSource pool(String applicationName, Duration wait) {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(PgVectorServer.url());
		config.addDataSourceProperty("ApplicationName", applicationName);
		config.setMaximumPoolSize(1);
		config.setConnectionTimeout(wait.toMillis());
		return new HikariDataSource(config);
	}

	private static List<EmbeddedDocument> batch(String prefix) {
		return IntStream.range(0, 100).mapToObj((i) -> Searches.vector(prefix + i, 1, i)).toList();
	}

}
