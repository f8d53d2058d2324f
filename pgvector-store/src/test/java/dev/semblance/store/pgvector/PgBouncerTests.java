package dev.semblance.store.pgvector;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.zaxxer.hikari.HikariDataSource;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.filter.MetadataFilter;
import dev.semblance.retrieval.store.EmbeddedDocument;
import dev.semblance.retrieval.store.LegQuery;
import dev.semblance.retrieval.store.Searches;
import dev.semblance.retrieval.store.StoreException;
import dev.semblance.store.pgvector.server.PgVectorServer;
import dev.semblance.store.pgvector.server.PrivateServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The store by way of a pgbouncer that gives a client another process of the server for
 * every transaction.
 */
@Tag("slow")
class PgBouncerTests {

	private static final String UNPREPARED = "&prepareThreshold=0";

	private static final int CLIENTS = 12;

	private static final int PROCESSES = 4;

	private static final Set<String> SETTINGS = Set.of("statement_timeout", "hnsw.ef_search", "hnsw.iterative_scan",
			"hnsw.max_scan_tuples", "plan_cache_mode", "jit", "client_min_messages", "search_path");

	private static PrivateServer server;

	private static String bouncer;

	@BeforeAll
	static void start() {
		server = new PrivateServer();
		bouncer = server.bouncer();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void everythingWorksForMoreClientsThanTheServerHasProcesses(boolean prepared) throws Exception {
		String schema = "clients_" + prepared;
		try (HikariDataSource pool = pool(prepared, CLIENTS); PgVectorStore store = open(pool, schema)) {
			List<String> shared = LetterDocuments.ids("shared", 100);
			runAll((client) -> work(store, client, shared));
			List<String> expected = new ArrayList<>(shared);
			for (int client = 0; client < CLIENTS; client++) {
				expected.addAll(LetterDocuments.ids("c%dkept".formatted(client), 50));
			}
			LetterDocuments.requireExactly(store, expected);
			assertThat(Integer.parseInt(
					Sql.value(pool, "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'")))
				.isLessThanOrEqualTo(PROCESSES);
		}
	}

	private static void work(PgVectorStore store, int client, List<String> shared) {
		List<String> kept = LetterDocuments.ids("c%dkept".formatted(client), 50);
		List<String> dropped = LetterDocuments.ids("c%ddropped".formatted(client), 20);
		for (int round = 0; round < 8; round++) {
			store.upsert(LetterDocuments.embedded(kept));
			store.upsert(LetterDocuments.embedded(shared));
			store.upsert(LetterDocuments.embedded(dropped));
			String id = kept.get(round);
			EmbeddedDocument document = LetterDocuments.embedded(id);
			assertThat(Searches.ids(store.search(Searches.dense(LetterDocuments.dense(document), 1, true))))
				.containsExactly(id);
			List<LegQuery> legs = List.of(new LegQuery.DenseQuery(LetterDocuments.dense(document), 1, false),
					new LegQuery.SparseQuery(LetterDocuments.sparse(document), 1), new LegQuery.LexicalQuery(id, 1));
			MetadataFilter filter = new MetadataFilter.Exists("part");
			assertThat(Searches.ids(store.search(Searches.request(legs, 3, filter))).get(0)).isEqualTo(id);
			assertThat(store.delete(dropped)).isEqualTo(dropped.size());
			assertThat(store.find(kept)).hasSize(kept.size());
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void noClientSeesTheSettingsOfAnother(boolean prepared) throws Exception {
		try (HikariDataSource pool = pool(prepared, 2); HikariDataSource others = pool(false, CLIENTS)) {
			try (PgVectorStore store = open(server.pool(1), "settings_" + prepared)) {
				store.upsert(LetterDocuments.embedded(LetterDocuments.ids("d", 300)));
				store.buildIndexes();
			}
			// Settings of the extension are there once it is used.
			List<Map<String, String>> before = settings(others);
			ExecutorService threads = Executors.newCachedThreadPool();
			AtomicBoolean working = new AtomicBoolean(true);
			try (PgVectorStore store = open(pool, "settings_" + prepared)) {
				List<Future<?>> work = new ArrayList<>();
				for (int i = 0; i < 2; i++) {
					EmbeddedDocument document = LetterDocuments.embedded("d" + i);
					work.add(threads.submit(() -> {
						while (working.get()) {
							store.search(Searches.dense(LetterDocuments.dense(document), 5, false));
							store.upsert(List.of(document));
							assertThatExceptionOfType(StoreException.class)
								.isThrownBy(() -> store.upsert(List.of(tooManyWords())));
						}
					}));
				}
				for (int i = 0; i < 30; i++) {
					assertThat(settings(others)).isEqualTo(before);
				}
				working.set(false);
				for (Future<?> done : work) {
					done.get();
				}
				assertThat(settings(others)).isEqualTo(before);
			}
			finally {
				working.set(false);
				threads.shutdown();
			}
		}
	}

	@Test
	void anIndexIsNotBuiltThroughIt() {
		try (HikariDataSource pool = pool(false, 2); PgVectorStore store = open(pool, "indexed")) {
			List<String> ids = LetterDocuments.ids("d", 300);
			store.upsert(LetterDocuments.embedded(ids));
			assertThatExceptionOfType(StoreException.class).isThrownBy(store::buildIndexes)
				.withMessageContaining("cannot be built through a pool that changes the server's process")
				.withMessageContaining("connects to the server itself");
			assertThat(store.indexStates()).extracting(IndexState::built).containsOnly(false);
			LetterDocuments.requireExactly(store, ids);
		}
	}

	@Test
	void anIndexIsBuiltThroughItInSessionMode() {
		try (HikariDataSource pool = PgVectorServer.pool(bouncer.replace("/postgres?", "/session?"), 2);
				PgVectorStore store = open(pool, "session")) {
			List<String> ids = LetterDocuments.ids("d", 300);
			store.upsert(LetterDocuments.embedded(ids));
			store.buildIndexes();
			assertThat(store.indexStates()).extracting(IndexState::built).containsOnly(true);
			LetterDocuments.requireExactly(store, ids);
		}
	}

	private static EmbeddedDocument tooManyWords() {
		String words = IntStream.range(0, 120_000).mapToObj((i) -> "different" + i).collect(Collectors.joining(" "));
		EmbeddedDocument vectors = LetterDocuments.embedded("d0");
		return new EmbeddedDocument(new Document("large", words), vectors.denseVector(), vectors.sparseVector());
	}

	private static HikariDataSource pool(boolean prepared, int size) {
		boolean tracked = !bouncer.contains(UNPREPARED);
		Assumptions.assumeTrue(tracked || !prepared, "This pgbouncer does not know prepared statements");
		return PgVectorServer.pool((prepared || !tracked) ? bouncer : bouncer + UNPREPARED, size);
	}

	/** Returns what each of several clients that are connected at a time has. */
	private static List<Map<String, String>> settings(HikariDataSource pool) throws SQLException {
		List<Connection> clients = new ArrayList<>();
		Set<Map<String, String>> settings = new HashSet<>();
		try {
			for (int i = 0; i < PROCESSES; i++) {
				Connection client = pool.getConnection();
				clients.add(client);
				// It keeps its process until its transaction ends.
				client.setAutoCommit(false);
				try (Statement statement = client.createStatement();
						ResultSet rows = statement.executeQuery("SELECT '[1]'::vector <-> '[1]'")) {
					rows.next();
				}
			}
			for (Connection client : clients) {
				settings.add(settings(client));
			}
		}
		finally {
			for (Connection client : clients) {
				client.rollback();
				client.close();
			}
		}
		return List.copyOf(settings);
	}

	private static Map<String, String> settings(Connection client) throws SQLException {
		Map<String, String> settings = new TreeMap<>();
		try (Statement statement = client.createStatement()) {
			for (String name : SETTINGS) {
				try (ResultSet rows = statement.executeQuery("SHOW " + name)) {
					rows.next();
					settings.put(name, rows.getString(1));
				}
			}
		}
		return settings;
	}

	private static PgVectorStore open(HikariDataSource pool, String schema) {
		return LetterDocuments.spaces(PgVectorStore.builder().dataSource(pool).schema(schema).indexFrom(200)).open();
	}

	private static void runAll(Work work) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
		try {
			List<Callable<Boolean>> tasks = new ArrayList<>();
			for (int i = 0; i < CLIENTS; i++) {
				int client = i;
				tasks.add(() -> {
					work.run(client);
					return true;
				});
			}
			for (Future<Boolean> done : threads.invokeAll(tasks)) {
				assertThat(done.get()).isTrue();
			}
		}
		finally {
			threads.shutdown();
		}
	}

	/** What one of several clients does. */
	@FunctionalInterface
	private interface Work {

		void run(int client);

	}

}
