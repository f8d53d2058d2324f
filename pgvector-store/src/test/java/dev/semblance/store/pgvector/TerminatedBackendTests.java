package dev.semblance.store.pgvector;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import com.zaxxer.hikari.HikariDataSource;
import dev.semblance.retrieval.Candidate;
import dev.semblance.retrieval.store.EmbeddedDocument;
import dev.semblance.retrieval.store.SearchRequest;
import dev.semblance.retrieval.store.Searches;
import dev.semblance.retrieval.store.StoreUnavailableException;
import dev.semblance.store.pgvector.server.FaultProxy;
import dev.semblance.store.pgvector.server.NetworkFault;
import dev.semblance.store.pgvector.server.PgVectorServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The server ends a process of its own in the middle of its work, as an administrator
 * tells it to.
 */
@Tag("slow")
class TerminatedBackendTests {

	private static final List<String> KNOWN = LetterDocuments.ids("known", 200);

	private static final List<String> BATCH = LetterDocuments.ids("new", 4000);

	private final ExecutorService threads = Executors.newSingleThreadExecutor();

	private final TestStore server = new TestStore();

	private final FaultProxy proxy = new FaultProxy(PgVectorServer.url());

	private final HikariDataSource pool = PgVectorServer
		.pool(this.proxy.url() + "&ApplicationName=" + this.server.schema(), 2);

	private final PgVectorStore store = builder().open();

	private final PgVectorStore impatient = builder().retryFor(Duration.ZERO).open();

	@BeforeEach
	void write() {
		this.store.upsert(LetterDocuments.embedded(KNOWN));
	}

	@AfterEach
	void close() {
		this.threads.shutdown();
		this.impatient.close();
		this.store.close();
		this.pool.close();
		this.proxy.close();
		this.server.close();
	}

	@Test
	void aWriteThatIsTerminatedWhileItCopiesLeavesNothing() throws Exception {
		for (String table : List.of("document", "dense%", "sparse%")) {
			Future<?> write = terminatedWrite(this.impatient, table);
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> write.get(60, TimeUnit.SECONDS))
				.havingCause()
				.isInstanceOf(StoreUnavailableException.class)
				.withMessageContaining("writing 4000 documents")
				.withMessageContaining("what was not committed is not there");
			LetterDocuments.requireExactly(this.store, KNOWN);
		}
	}

	@Test
	void aWriteThatIsTerminatedWhileItCopiesIsRepeatedAndThereOnce() throws Exception {
		terminatedWrite(this.store, "sparse%").get(60, TimeUnit.SECONDS);
		LetterDocuments.requireExactly(this.store, LetterDocuments.both(KNOWN, BATCH));
	}

	@Test
	void aSearchThatIsTerminatedIsRepeated() throws Exception {
		EmbeddedDocument document = LetterDocuments.embedded(KNOWN.get(7));
		SearchRequest request = Searches.dense(LetterDocuments.dense(document), 1, false);
		try (Connection connection = this.server.pool().getConnection();
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.execute("LOCK TABLE %s.document IN ACCESS EXCLUSIVE MODE".formatted(this.server.schema()));
			Future<List<Candidate>> search = this.threads.submit(() -> this.store.search(request));
			awaitTermination("wait_event_type = 'Lock'");
			// It waits again.
			awaitTermination("wait_event_type = 'Lock'");
			connection.rollback();
			assertThat(Searches.ids(search.get(60, TimeUnit.SECONDS))).containsExactly(document.document().id());
			statement.execute("LOCK TABLE %s.document IN ACCESS EXCLUSIVE MODE".formatted(this.server.schema()));
			Future<List<Candidate>> lost = this.threads.submit(() -> this.impatient.search(request));
			awaitTermination("wait_event_type = 'Lock'");
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> lost.get(60, TimeUnit.SECONDS))
				.havingCause()
				.isInstanceOf(StoreUnavailableException.class)
				.withMessageContaining("(SQLSTATE 57P01)");
		}
		LetterDocuments.requireExactly(this.store, KNOWN);
	}

	/** Begins to write the batch, and ends the process that copies it into a table. */
	private Future<?> terminatedWrite(PgVectorStore writing, String table) throws InterruptedException {
		List<EmbeddedDocument> batch = LetterDocuments.embedded(BATCH);
		// A slow client copies for long enough to be caught, by a slow machine too: a
		// second and more into each table.
		this.proxy.inject(new NetworkFault.Delayed(Duration.ofMillis(40)));
		Future<?> write = this.threads.submit(() -> writing.upsert(batch));
		awaitTermination("pid IN (SELECT pid FROM pg_stat_progress_copy WHERE tuples_processed > 10 AND "
				+ "relid::regclass::text LIKE '%s.%s')".formatted(this.server.schema(), table));
		this.proxy.heal();
		return write;
	}

	/** Waits for such a process of the store, and ends it. */
	private void awaitTermination(String condition) throws InterruptedException {
		String termination = "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE application_name = "
				+ "'%s' AND %s".formatted(this.server.schema(), condition);
		Await.until("the store is at work", () -> Sql.column(this.server.pool(), termination).contains("t"));
	}

	private PgVectorStoreBuilder builder() {
		return LetterDocuments.spaces(this.server.builder().dataSource(this.pool));
	}

}
