package dev.semblance.store.pgvector;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.semblance.encoders.Deadline;
import dev.semblance.encoders.DeadlineExceededException;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.filter.MetadataFilter;
import dev.semblance.retrieval.store.EmbeddedDocument;
import dev.semblance.retrieval.store.Searches;
import dev.semblance.retrieval.store.StoreException;
import dev.semblance.store.pgvector.server.PgVectorServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TimeoutTests {

	private static final List<String> SETTINGS = List.of("statement_timeout", "hnsw.ef_search", "hnsw.iterative_scan",
			"hnsw.max_scan_tuples", "plan_cache_mode", "jit", "enable_hashjoin", "enable_mergejoin",
			"client_min_messages", "maintenance_work_mem", "max_parallel_maintenance_workers", "transaction_isolation",
			"search_path");

	private static final EmbeddedDocument DOCUMENT = new EmbeddedDocument(new Document("a", "fox", Map.of("n", 1)),
			new float[] { 1, 0 });

	private final TestStore server = new TestStore();

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void aStatementThatTakesLongerThanTheTimeoutEnds() throws SQLException {
		try (PgVectorStore store = builder(this.server.pool()).timeout(Duration.ofMillis(200)).open();
				Connection connection = this.server.pool().getConnection();
				Statement statement = connection.createStatement()) {
			lock(connection, statement);
			for (Runnable call : calls(store)) {
				assertThatThrownBy(call::run).isInstanceOf(StoreException.class)
					.hasMessageContaining("(SQLSTATE 57014)")
					.hasMessageContaining("took longer than the PT0.2S that the store allows");
			}
			connection.rollback();
			calls(store).forEach(Runnable::run);
			assertThat(store.count()).isZero();
		}
	}

	@Test
	void aDeadlineThatIsEarlierThanTheTimeoutHolds() throws SQLException {
		try (PgVectorStore store = builder(this.server.pool()).open();
				Connection connection = this.server.pool().getConnection();
				Statement statement = connection.createStatement()) {
			lock(connection, statement);
			for (Runnable call : calls(store)) {
				long start = System.nanoTime();
				assertThatThrownBy(() -> Deadline.in(Duration.ofMillis(200)).call(() -> {
					call.run();
					return true;
				})).isInstanceOf(DeadlineExceededException.class).hasMessageContaining("deadline");
				assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
			}
			connection.rollback();
			Deadline.in(Duration.ofSeconds(30)).call(() -> {
				calls(store).forEach(Runnable::run);
				return true;
			});
		}
	}

	@Test
	void aDeadlineThatHasPassedAsksNothing() throws InterruptedException {
		try (PgVectorStore store = builder(this.server.pool()).open()) {
			Deadline deadline = Deadline.in(Duration.ofMillis(1));
			Thread.sleep(5);
			for (Runnable call : calls(store)) {
				assertThatThrownBy(() -> deadline.call(() -> {
					call.run();
					return true;
				})).isInstanceOf(DeadlineExceededException.class);
			}
			assertThat(store.count()).isZero();
		}
	}

	@Test
	void timeoutsOutOfRangeAreRefused() {
		for (Duration timeout : List.of(Duration.ZERO, Duration.ofNanos(999_999), Duration.ofSeconds(-1),
				Duration.ofDays(2), Duration.ofSeconds(Long.MAX_VALUE))) {
			assertThatThrownBy(() -> PgVectorStore.builder().timeout(timeout)).isInstanceOf(InvalidInputException.class)
				.hasMessageContaining("The timeout of the store is");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void nothingIsLeftBehindOnAConnectionOfAPool(boolean autoCommit) throws SQLException {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(PgVectorServer.url());
		config.setMaximumPoolSize(1);
		config.setAutoCommit(autoCommit);
		try (HikariDataSource pool = new HikariDataSource(config)) {
			// Settings of the extension are there once it is used.
			Sql.value(pool, "SELECT '[1]'::vector <-> '[1]'");
			List<String> before = settings(pool);
			try (PgVectorStore store = builder(pool).indexFrom(1).exactBelow(1).open()) {
				store.upsert(List.of(DOCUMENT));
				store.buildIndexes();
				calls(store).forEach(Runnable::run);
				assertThatThrownBy(() -> store
					.upsert(List.of(new EmbeddedDocument(new Document("b", manyWords()), new float[] { 1, 0 }))))
					.isInstanceOf(StoreException.class);
				assertThat(settings(pool)).isEqualTo(before);
				assertThat(store.search(Searches.dense(new float[] { 1, 0 }, 1, false, MetadataFilter.and())))
					.isEmpty();
				store.upsert(List.of(DOCUMENT));
			}
			try (Connection connection = pool.getConnection()) {
				assertThat(connection.getAutoCommit()).isEqualTo(autoCommit);
			}
		}
		// What was written was committed.
		try (PgVectorStore store = builder(this.server.pool()).open()) {
			assertThat(store.count()).isOne();
		}
	}

	private static List<String> settings(HikariDataSource pool) {
		return SETTINGS.stream().map((name) -> name + "=" + Sql.value(pool, "SHOW " + name)).toList();
	}

	/** Returns calls that leave an empty store empty. */
	private static List<Runnable> calls(PgVectorStore store) {
		return List.of(store::count, () -> store.find(List.of("a")),
				() -> store.search(Searches.dense(new float[] { 1, 0 }, 5, false)),
				() -> store.unchanged(List.of(DOCUMENT.document())), () -> store.upsert(List.of(DOCUMENT)),
				() -> store.delete(MetadataFilter.and()));
	}

	private void lock(Connection connection, Statement statement) throws SQLException {
		connection.setAutoCommit(false);
		statement.execute("LOCK TABLE %s.document IN ACCESS EXCLUSIVE MODE".formatted(this.server.schema()));
	}

	private static String manyWords() {
		return Stream.iterate(0, (i) -> i + 1)
			.limit(120_000)
			.map((i) -> "different" + i)
			.collect(Collectors.joining(" "));
	}

	private PgVectorStoreBuilder builder(HikariDataSource pool) {
		return this.server.builder().dataSource(pool).space(Searches.space(2, SimilarityFunction.COSINE));
	}

}
