package dev.semblance.store.pgvector;

import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.filter.MetadataFilter;
import dev.semblance.retrieval.store.EmbeddedDocument;
import dev.semblance.retrieval.store.Searches;
import dev.semblance.store.pgvector.server.PgVectorServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

import static org.assertj.core.api.Assertions.assertThat;

class ConcurrentWritingTests {

	private static final int WRITERS = 10;

	private static final int BATCH = 10;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final TestStore server = new TestStore();

	private final PgVectorStore store = this.server.builder()
		.space(Searches.space(2, SimilarityFunction.COSINE))
		.sparseSpace(Searches.sparseSpace(10))
		.open();

	@AfterEach
	void close() throws InterruptedException {
		this.threads.shutdown();
		assertThat(this.threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
		this.store.close();
		this.server.close();
	}

	@Test
	void writersOfTheSameIdsInAnyOrderDoNotLockEachOtherOut() throws Exception {
		List<String> ids = IntStream.range(0, 60).mapToObj((i) -> "d" + i).toList();
		runAll((writer) -> {
			Random random = new Random(writer);
			for (int round = 0; round < 8; round++) {
				this.store.upsert(batch(shuffled(ids, random).subList(0, 40), random.nextInt()));
			}
		});
		this.store.upsert(batch(ids, 1));
		assertThat(this.store.count()).isEqualTo(60);
		List<String> found = Searches.ids(this.store.search(Searches.dense(new float[] { 1, 0 }, 1000, true)));
		assertThat(found).hasSize(60);
		assertThat(new HashSet<>(found)).hasSize(60);
		assertThat(this.store.search(Searches.sparse(Searches.sparseVector(10, 3, 1), 1000))).hasSize(60);
	}

	@Test
	void writersAndDeletersOfTheSameDocumentsDoNotLockEachOtherOut() throws Exception {
		List<String> ids = IntStream.range(0, 60).mapToObj((i) -> "d" + i).toList();
		runAll((writer) -> {
			Random random = new Random(writer);
			for (int round = 0; round < 8; round++) {
				if (writer % 3 == 0) {
					this.store.delete(shuffled(ids, random).subList(0, 40));
				}
				else if (writer % 3 == 1) {
					this.store.delete(new MetadataFilter.Comparison("round", MetadataFilter.Operator.GREATER, 0));
				}
				else {
					this.store.upsert(batch(shuffled(ids, random).subList(0, 40), random.nextInt()));
				}
			}
		});
		long count = this.store.count();
		assertThat(this.store.search(Searches.dense(new float[] { 1, 0 }, 1000, true))).hasSize((int) count);
		assertThat(this.store.search(Searches.sparse(Searches.sparseVector(10, 3, 1), 1000))).hasSize((int) count);
	}

	@Test
	void deletingTakesDocumentsInTheOrderInWhichTheyAreWritten() throws Exception {
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setUrl(PgVectorServer.url());
		// As it is found in a large table: in the order of the rows.
		dataSource.setOptions("-c enable_indexscan=off -c enable_bitmapscan=off");
		try (PgVectorStore deleting = this.server.builder().dataSource(dataSource).openAsRecorded()) {
			for (Runnable deletion : List.<Runnable>of(() -> deleting.delete(MetadataFilter.and()),
					() -> deleting.delete(List.of("b", "a")))) {
				this.store.upsert(batch(List.of("b"), 1));
				this.store.upsert(batch(List.of("a"), 1));
				try (Connection connection = this.server.pool().getConnection();
						Statement statement = connection.createStatement()) {
					connection.setAutoCommit(false);
					statement.execute("SELECT FROM %s.document WHERE external_id = 'a' FOR UPDATE"
						.formatted(this.server.schema()));
					Future<?> writer = this.threads.submit(() -> this.store.upsert(batch(List.of("a", "b"), 2)));
					awaitWaiting(1);
					Future<?> deleter = this.threads.submit(deletion);
					awaitWaiting(2);
					connection.rollback();
					writer.get();
					deleter.get();
				}
				assertThat(this.store.count()).isZero();
			}
		}
	}

	private void awaitWaiting(int count) throws InterruptedException {
		String waiting = "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%%%s%%'"
			.formatted(this.server.schema());
		Await.until(count + " sessions wait for a lock", () -> Sql.column(this.server.pool(), waiting).size() >= count);
	}

	@Test
	void whatTheServerEndsInFavourOfAnotherIsDoneAgain() throws Exception {
		this.store.upsert(batch(List.of("a", "b"), 0));
		try (Connection connection = this.server.pool().getConnection();
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			// Of two that wait for each other, the server ends who looks first.
			statement.execute("SET LOCAL deadlock_timeout = '1h'");
			statement
				.execute("SELECT FROM %s.document WHERE external_id = 'b' FOR UPDATE".formatted(this.server.schema()));
			Future<Long> deletion = this.threads.submit(() -> this.store.delete(List.of("a", "b")));
			awaitWaiting(1);
			statement
				.execute("SELECT FROM %s.document WHERE external_id = 'a' FOR UPDATE".formatted(this.server.schema()));
			connection.commit();
			assertThat(deletion.get()).isEqualTo(2);
		}
		assertThat(this.store.count()).isZero();
	}

	@Test
	void nobodySeesHalfABatchOfAnother() throws Exception {
		AtomicBoolean writing = new AtomicBoolean(true);
		Future<Integer> reader = this.threads.submit(() -> {
			int observations = 0;
			while (writing.get()) {
				assertThat(this.store.count() % BATCH).isZero();
				assertThat(this.store.search(Searches.lexical("word", 1000)).size() % BATCH).isZero();
				assertThat(this.store.search(Searches.dense(new float[] { 1, 0 }, 1000, false)).size() % BATCH)
					.isZero();
				observations++;
			}
			return observations;
		});
		try {
			runAll((writer) -> {
				for (int round = 0; round < 5; round++) {
					String prefix = writer + "-" + round + "-";
					this.store.upsert(batch(IntStream.range(0, BATCH).mapToObj((i) -> prefix + i).toList(), round));
				}
			});
		}
		finally {
			writing.set(false);
		}
		assertThat(reader.get()).isPositive();
		assertThat(this.store.count()).isEqualTo(WRITERS * 5 * BATCH);
	}

	@Test
	void indexesAreBuiltWhileOthersWriteAndSearch() throws Exception {
		try (PgVectorStore indexed = this.server.builder()
			.space(Searches.space(2, SimilarityFunction.COSINE))
			.sparseSpace(Searches.sparseSpace(10))
			.sparseIndex(SparseIndex.HNSW)
			.indexFrom(1)
			.open()) {
			indexed.upsert(batch(List.of("first"), 0));
			runAll((writer) -> {
				if (writer < 2) {
					indexed.buildIndexes();
				}
				else {
					for (int round = 0; round < 3; round++) {
						indexed.upsert(batch(List.of(writer + "-" + round), round));
						assertThat(indexed.search(Searches.dense(new float[] { 1, 0 }, 5, false))).isNotEmpty();
					}
				}
			});
			indexed.buildIndexes();
			assertThat(Sql.column(this.server.pool(), "SELECT indisvalid FROM pg_index i JOIN pg_class c ON c.oid = "
					+ "i.indexrelid JOIN pg_am a ON a.oid = c.relam WHERE a.amname = 'hnsw' AND c.relnamespace = "
					+ "'%s'::regnamespace".formatted(this.server.schema())))
				.containsExactly("t", "t");
			assertThat(indexed.search(Searches.dense(new float[] { 1, 0 }, 100, false))).hasSize(25);
		}
	}

	private void runAll(Writer writer) throws Exception {
		List<Callable<Boolean>> tasks = new ArrayList<>();
		for (int i = 0; i < WRITERS; i++) {
			int number = i;
			tasks.add(() -> {
				writer.write(number);
				return true;
			});
		}
		for (Future<Boolean> done : this.threads.invokeAll(tasks)) {
			assertThat(done.get()).isTrue();
		}
	}

	private static List<String> shuffled(List<String> ids, Random random) {
		List<String> shuffled = new ArrayList<>(ids);
		Collections.shuffle(shuffled, random);
		return shuffled;
	}

	private static List<EmbeddedDocument> batch(List<String> ids, int round) {
		return ids.stream()
			.map((id) -> new EmbeddedDocument(new Document(id, "word", Map.of("round", round)),
					new float[] { 1, round }, Searches.sparseVector(10, 3, 1 + (round & 7))))
			.toList();
	}

	/** What one of several threads does. */
	@FunctionalInterface
	private interface Writer {

		void write(int number);

	}

}
