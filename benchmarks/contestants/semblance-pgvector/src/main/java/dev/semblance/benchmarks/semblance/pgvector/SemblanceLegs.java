package dev.semblance.benchmarks.semblance.pgvector;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

import com.zaxxer.hikari.HikariDataSource;
import dev.semblance.benchmarks.protocol.Answer;
import dev.semblance.benchmarks.protocol.pgvector.DataSet;
import dev.semblance.retrieval.Candidate;
import dev.semblance.retrieval.fusion.Fusion;
import dev.semblance.retrieval.store.LegQuery;
import dev.semblance.retrieval.store.SearchRequest;
import dev.semblance.store.pgvector.HnswSettings;
import dev.semblance.store.pgvector.PgVectorStore;
import dev.semblance.store.pgvector.PgVectorStoreBuilder;
import dev.semblance.store.pgvector.SparseIndex;

/**
 * What no peer does: legs alone and together in one statement, and the sparse leg by
 * exact scan and by HNSW, with its recall. Prints a JSON object for each result. Works in
 * a schema of its own, which it drops.
 */
final class SemblanceLegs {

	private static final String SCHEMA = "semblance_bench_legs";

	private static final int BATCH = 1000;

	private static final int LIMIT = 10;

	private static final int WINDOW = 100;

	private static final int ROUNDS = 3;

	private static final int[] CANDIDATES = { 40, 100, 200, 400, 1000 };

	private final HikariDataSource pool;

	private final DataSet data;

	private SemblanceLegs(HikariDataSource pool, DataSet data) {
		this.pool = pool;
		this.data = data;
	}

	/**
	 * Measures.
	 * @param args the JDBC URL and the folder of the data set
	 * @throws Exception if something fails
	 */
	public static void main(String[] args) throws Exception {
		if (args.length != 2) {
			System.err.println("usage: SemblanceLegs JDBC_URL DATA_FOLDER");
			System.exit(2);
		}
		try (HikariDataSource pool = Stores.pool(args[0], 4)) {
			SemblanceLegs legs = new SemblanceLegs(pool, DataSet.read(Path.of(args[1])));
			legs.execute("DROP SCHEMA IF EXISTS %s CASCADE".formatted(SCHEMA));
			legs.execute("CREATE EXTENSION IF NOT EXISTS vector");
			legs.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
			try {
				legs.run();
			}
			finally {
				legs.execute("DROP SCHEMA IF EXISTS %s CASCADE".formatted(SCHEMA));
			}
		}
	}

	private void run() throws Exception {
		try (PgVectorStore store = builder().open()) {
			insert(store, "insert dense and sparse");
			insert(store, "insert unchanged");
			long start = System.nanoTime();
			store.buildIndexes();
			print(new Answer().put("workload", "build indexes").put("seconds", (System.nanoTime() - start) / 1e9));
			execute("VACUUM ANALYZE");
			hybrid(store);
			sparse(store, "exact");
		}
		try (PgVectorStore store = builder().sparseIndex(SparseIndex.HNSW).open()) {
			long start = System.nanoTime();
			store.buildIndexes();
			print(new Answer().put("workload", "build sparse index").put("seconds", (System.nanoTime() - start) / 1e9));
		}
		for (int candidates : CANDIDATES) {
			try (PgVectorStore store = builder().sparseIndex(SparseIndex.HNSW)
				.hnsw(HnswSettings.DEFAULT.withEfSearch(candidates))
				.open()) {
				sparse(store, "hnsw ef_search " + candidates);
			}
		}
	}

	private PgVectorStoreBuilder builder() {
		return PgVectorStore.builder()
			.dataSource(this.pool)
			.schema(SCHEMA)
			.space(Stores.DENSE)
			.sparseSpace(Stores.SPARSE);
	}

	private void insert(PgVectorStore store, String workload) throws SQLException {
		List<DataSet.Document> documents = this.data.documents();
		long start = System.nanoTime();
		for (int first = 0; first < documents.size(); first += BATCH) {
			List<DataSet.Document> batch = documents.subList(first, Math.min(first + BATCH, documents.size()));
			if (store.unchanged(batch.stream().map(Stores::document).toList()).size() < batch.size()) {
				store.upsert(batch.stream().map(Stores::denseAndSparse).toList());
			}
		}
		double seconds = (System.nanoTime() - start) / 1e9;
		execute("SELECT pg_stat_force_next_flush()");
		print(new Answer().put("workload", workload)
			.put("seconds", seconds)
			.put("rows_per_second", documents.size() / seconds)
			.put("dead_rows",
					number("SELECT sum(n_dead_tup) FROM pg_stat_user_tables WHERE schemaname = '" + SCHEMA + "'")));
	}

	/**
	 * Each query goes to every leg alone, with as many documents as it brings into
	 * fusion, and then to all of them at once. What the server took is what it says
	 * itself: it has one entry for each statement's shape, and these four differ.
	 */
	private void hybrid(PgVectorStore store) throws SQLException {
		Map<String, Function<DataSet.Query, SearchRequest>> searches = new LinkedHashMap<>();
		searches.put("dense", (query) -> request(List.of(dense(query)), WINDOW));
		searches.put("sparse", (query) -> request(List.of(sparse(query)), WINDOW));
		searches.put("lexical", (query) -> request(List.of(lexical(query)), WINDOW));
		searches.put("all", (query) -> request(List.of(dense(query), sparse(query), lexical(query)), LIMIT));
		Map<String, List<Double>> server = new LinkedHashMap<>();
		Map<String, List<Double>> client = new LinkedHashMap<>();
		for (int round = 0; round < ROUNDS; round++) {
			for (Map.Entry<String, Function<DataSet.Query, SearchRequest>> search : searches.entrySet()) {
				execute("SELECT pg_stat_statements_reset()");
				double time = 0;
				for (DataSet.Query query : this.data.queries()) {
					SearchRequest request = search.getValue().apply(query);
					time += milliseconds(() -> store.search(request));
				}
				int queries = this.data.queries().size();
				client.computeIfAbsent(search.getKey(), (key) -> new ArrayList<>()).add(time / queries);
				server.computeIfAbsent(search.getKey(), (key) -> new ArrayList<>())
					.add(number(
							"SELECT sum(total_plan_time + total_exec_time) FROM pg_stat_statements WHERE query LIKE "
									+ "'WITH query AS%'")
							/ queries);
			}
		}
		Answer answer = new Answer().put("workload", "hybrid");
		double sum = 0;
		for (String name : searches.keySet()) {
			double time = median(server.get(name));
			answer.put(name + "_server_ms", time).put(name + "_client_ms", median(client.get(name)));
			sum += name.equals("all") ? 0 : time;
		}
		print(answer.put("sum_of_legs_server_ms", sum).put("all_to_sum", median(server.get("all")) / sum));
	}

	private void sparse(PgVectorStore store, String workload) throws Exception {
		DataSet.Truth truth = this.data.sparse();
		List<DataSet.Query> queries = this.data.queries();
		double recall = 0;
		List<Double> times = new ArrayList<>();
		for (int i = 0; i < queries.size(); i++) {
			SearchRequest request = request(List.of(sparse(queries.get(i))), LIMIT);
			recall += truth.recall(i, Stores.ids(store.search(request)));
		}
		for (DataSet.Query query : queries) {
			SearchRequest request = request(List.of(sparse(query)), LIMIT);
			times.add(milliseconds(() -> store.search(request)));
		}
		double[] sorted = times.stream().mapToDouble(Double::doubleValue).sorted().toArray();
		print(new Answer().put("workload", "sparse " + workload)
			.put("recall_at_10", recall / queries.size())
			.put("p50_ms", median(times))
			.put("p95_ms", sorted[(int) (0.95 * sorted.length)]));
	}

	private static SearchRequest request(List<LegQuery> legs, int limit) {
		return new SearchRequest(legs, new Fusion.ReciprocalRank(Fusion.ReciprocalRank.DEFAULT_K), limit, WINDOW, null);
	}

	private static LegQuery dense(DataSet.Query query) {
		return new LegQuery.DenseQuery(query.vector(), 1, false);
	}

	private static LegQuery sparse(DataSet.Query query) {
		return new LegQuery.SparseQuery(Stores.sparse(query.sparse()), 1);
	}

	private static LegQuery lexical(DataSet.Query query) {
		return new LegQuery.LexicalQuery(query.text(), 1);
	}

	private static double milliseconds(Supplier<List<Candidate>> search) {
		long start = System.nanoTime();
		List<Candidate> found = search.get();
		double milliseconds = (System.nanoTime() - start) / 1e6;
		if (found.isEmpty()) {
			throw new IllegalStateException("Nothing was found.");
		}
		return milliseconds;
	}

	private static double median(List<Double> values) {
		double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
		Arrays.sort(sorted);
		return sorted[sorted.length / 2];
	}

	private void execute(String sql) throws SQLException {
		try (Connection connection = this.pool.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private double number(String sql) throws SQLException {
		try (Connection connection = this.pool.getConnection();
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery(sql)) {
			rows.next();
			return rows.getDouble(1);
		}
	}

	private static void print(Answer answer) {
		System.out.println(answer);
	}

}
