package dev.semblance.store.pgvector;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

import com.zaxxer.hikari.HikariDataSource;
import dev.semblance.retrieval.filter.MetadataFilter;
import dev.semblance.retrieval.store.EmbeddedDocument;
import dev.semblance.retrieval.store.LegQuery;
import dev.semblance.retrieval.store.Searches;
import dev.semblance.store.pgvector.server.PgVectorServer;
import tools.jackson.databind.json.JsonMapper;

/**
 * The process of the soak: loads a store for a while, and prints a record of it.
 */
final class SoakProgram {

	private static final int CONNECTIONS = 6;

	private static final int EXACT_BELOW = 500;

	private static final int BATCH = 50;

	private static final int PAUSE_MILLIS = 40;

	private static final int VACUUM_SECONDS = 15;

	/** A vacuum goes through the graph, which takes long on a busy machine. */
	private static final int LONGEST_END_SECONDS = 600;

	private static final int QUERIES = 200;

	private static final int TOP = 10;

	private final ReadWriteLock vacuuming = new ReentrantReadWriteLock(true);

	private final AtomicBoolean over = new AtomicBoolean();

	private final LongAdder written = new LongAdder();

	private final LongAdder deleted = new LongAdder();

	private final LongAdder searches = new LongAdder();

	private final LongAccumulator longestVacuumMillis = new LongAccumulator(Math::max, 0);

	private final SoakDocuments documents = new SoakDocuments();

	private final HikariDataSource pool;

	private final PgVectorStore store;

	private SoakProgram(HikariDataSource pool) {
		this.pool = pool;
		this.store = SoakDocuments.spaces(PgVectorStore.builder().dataSource(pool)).exactBelow(EXACT_BELOW).open();
	}

	public static void main(String[] arguments) {
		String url = PgVectorServer.url().replaceFirst("/[^/?]+\\?", "/%s?".formatted(arguments[0]));
		try (HikariDataSource pool = PgVectorServer.pool(url, CONNECTIONS)) {
			// As many from the beginning as in the end.
			pool.setMinimumIdle(CONNECTIONS);
			new SoakProgram(pool).run(Integer.parseInt(arguments[1]));
		}
		catch (Exception ex) {
			ex.printStackTrace();
			// Whoever waits for a server that does not answer keeps no test waiting.
			Runtime.getRuntime().halt(1);
		}
	}

	private void run(int seconds) throws Exception {
		try (this.store) {
			for (List<Integer> numbers : SoakDocuments.batches(500)) {
				this.store.upsert(this.documents.current(numbers));
			}
			this.store.buildIndexes();
			leaveVacuumToThis();
			vacuum();
			double before = recall();
			ExecutorService threads = Executors.newFixedThreadPool(5);
			List<Future<?>> work = List.of(threads.submit(() -> repeat(this::change, new Random(1))),
					threads.submit(() -> repeat(this::deleteAndWriteAgain, new Random(2))),
					threads.submit(() -> repeat(this::search, new Random(3))),
					threads.submit(() -> repeat(this::search, new Random(4))),
					threads.submit(() -> repeat(this::vacuumNowAndThen, new Random(5))));
			int warmUp = Math.min(60, seconds / 3);
			await(warmUp, work);
			SoakSample first = SoakSample.take(this.pool);
			await(seconds - warmUp, work);
			SoakSample last = SoakSample.take(this.pool);
			this.over.set(true);
			for (Future<?> each : work) {
				each.get(LONGEST_END_SECONDS, TimeUnit.SECONDS);
			}
			threads.shutdown();
			long dead = deadVectors();
			double unvacuumed = recall();
			requireCurrent();
			vacuum();
			double after = recall();
			System.out.println(JsonMapper.shared()
				.writeValueAsString(new SoakRecord(seconds, SoakDocuments.COUNT, this.written.sum(), this.deleted.sum(),
						this.searches.sum(), this.longestVacuumMillis.get(), before, dead, unvacuumed, after, first,
						last)));
		}
	}

	/** Ends early if something went wrong. */
	private static void await(int seconds, List<Future<?>> work) throws Exception {
		for (int i = 0; i < seconds; i++) {
			TimeUnit.SECONDS.sleep(1);
			for (Future<?> each : work) {
				if (each.isDone()) {
					each.get();
				}
			}
		}
	}

	private Void repeat(Step step, Random random) throws Exception {
		while (!this.over.get()) {
			step.take(random);
		}
		return null;
	}

	private void change(Random random) throws InterruptedException {
		List<Integer> numbers = SoakDocuments.numbers(random, BATCH, 0);
		beforeOrAfterVacuum(() -> this.store.upsert(this.documents.next(numbers)));
		this.written.add(numbers.size());
		Thread.sleep(PAUSE_MILLIS);
	}

	private void deleteAndWriteAgain(Random random) throws InterruptedException {
		List<Integer> numbers = SoakDocuments.numbers(random, BATCH, 1);
		beforeOrAfterVacuum(() -> {
			long gone = this.store.delete(SoakDocuments.ids(numbers));
			require(gone == numbers.size(),
					() -> "%d of %d documents were there to be deleted".formatted(gone, numbers.size()));
			this.deleted.add(gone);
		});
		Thread.sleep(PAUSE_MILLIS);
		beforeOrAfterVacuum(() -> this.store.upsert(this.documents.next(numbers)));
		this.written.add(numbers.size());
		Thread.sleep(PAUSE_MILLIS);
	}

	private void search(Random random) throws InterruptedException {
		EmbeddedDocument query = SoakDocuments.query(random);
		List<LegQuery> legs = new ArrayList<>(
				List.of(new LegQuery.DenseQuery(LetterDocuments.dense(query), 1, random.nextInt(10) == 0),
						new LegQuery.SparseQuery(LetterDocuments.sparse(query), 1),
						new LegQuery.LexicalQuery(query.document().text(), 1)));
		Collections.shuffle(legs, random);
		MetadataFilter filter = random.nextBoolean() ? null
				: new MetadataFilter.Comparison("tenth", MetadataFilter.Operator.EQUAL, random.nextInt(10));
		int found = this.store.search(Searches.request(legs.subList(0, 1 + random.nextInt(3)), TOP, filter)).size();
		require(found == TOP, () -> "a search found %d documents of %d".formatted(found, TOP));
		this.searches.increment();
		Thread.sleep(PAUSE_MILLIS / 4);
	}

	private void vacuumNowAndThen(Random random) throws InterruptedException {
		for (int i = 0; i < VACUUM_SECONDS && !this.over.get(); i++) {
			TimeUnit.SECONDS.sleep(1);
		}
		vacuum();
	}

	private void leaveVacuumToThis() {
		Sql.column(this.pool,
				"SELECT format('%I.%I', 'semblance', id) FROM semblance.embedding_space UNION SELECT 'semblance.document'")
			.forEach((table) -> Sql.execute(this.pool,
					"ALTER TABLE %s SET (autovacuum_enabled = off)".formatted(table)));
	}

	/**
	 * A vacuum repairs the graph entry by entry. On a busy machine this load would add
	 * entries faster than that, and the vacuum would not end; versions before 0.8.4 can
	 * also damage a graph that is written to meanwhile.
	 */
	private void beforeOrAfterVacuum(Runnable write) {
		Lock lock = this.vacuuming.readLock();
		lock.lock();
		try {
			write.run();
		}
		finally {
			lock.unlock();
		}
	}

	private void vacuum() {
		Lock lock = this.vacuuming.writeLock();
		lock.lock();
		try {
			vacuumAlone();
		}
		finally {
			lock.unlock();
		}
	}

	private void vacuumAlone() {
		long start = System.nanoTime();
		Sql.column(this.pool,
				"SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = 'semblance'")
			.forEach((table) -> Sql.execute(this.pool, "VACUUM (ANALYZE) " + table));
		this.longestVacuumMillis.accumulate((System.nanoTime() - start) / 1_000_000);
	}

	private long deadVectors() throws InterruptedException {
		// Processes of the server report what they did a second later.
		TimeUnit.SECONDS.sleep(2);
		return Long.parseLong(
				Sql.value(this.pool, "SELECT sum(n_dead_tup) FROM pg_stat_user_tables WHERE relname LIKE 'dense%'"));
	}

	/** Returns the share of the nearest documents that the graph finds. */
	private double recall() {
		Random random = new Random(99);
		int found = 0;
		for (int i = 0; i < QUERIES; i++) {
			float[] query = LetterDocuments.dense(SoakDocuments.query(random));
			List<String> nearest = Searches.ids(this.store.search(Searches.dense(query, TOP, true)));
			HashSet<String> graph = new HashSet<>(Searches.ids(this.store.search(Searches.dense(query, TOP, false))));
			found += (int) nearest.stream().filter(graph::contains).count();
		}
		return (double) found / (QUERIES * TOP);
	}

	/** Every document is there as it was written last. */
	private void requireCurrent() {
		long count = this.store.count();
		require(count == SoakDocuments.COUNT, () -> "%d documents are there".formatted(count));
		for (List<Integer> numbers : SoakDocuments.batches(1_000)) {
			List<EmbeddedDocument> expected = this.documents.current(numbers);
			int unchanged = this.store.unchanged(expected.stream().map(EmbeddedDocument::document).toList()).size();
			require(unchanged == numbers.size(),
					() -> "%d of %d documents are as they were written".formatted(unchanged, numbers.size()));
			Map<String, float[]> vectors = this.store.denseVectors(SoakDocuments.ids(numbers));
			for (EmbeddedDocument document : expected) {
				String id = document.document().id();
				require(Arrays.equals(vectors.get(id), LetterDocuments.dense(document)),
						() -> id + " has another vector");
			}
		}
	}

	private static void require(boolean condition, Supplier<String> problem) {
		if (!condition) {
			throw new IllegalStateException(problem.get());
		}
	}

	/** What a thread does again and again. */
	@FunctionalInterface
	private interface Step {

		void take(Random random) throws Exception;

	}

	/**
	 * The record of a soak.
	 *
	 * @param seconds how long the load lasted
	 * @param documents how many there were
	 * @param written how many were written, over and over
	 * @param deleted how many were deleted, and written again
	 * @param searches how many searches were answered
	 * @param longestVacuumMillis how long it took to vacuum all tables, at most
	 * @param recallBefore recall@10 of the graph before the load
	 * @param deadVectors how many vectors were dead in the end, and still in the graph
	 * @param recallUnvacuumed recall@10 then: dead vectors take the place of candidates
	 * @param recallAfter recall@10 once they were vacuumed, as they were at the beginning
	 * @param first what the process held when it was warm
	 * @param last what it held in the end
	 */
	private record SoakRecord(int seconds, int documents, long written, long deleted, long searches,
			long longestVacuumMillis, double recallBefore, long deadVectors, double recallUnvacuumed,
			double recallAfter, SoakSample first, SoakSample last) {
	}

}
