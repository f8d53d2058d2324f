package dev.semblance.store.pgvector;

import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.semblance.retrieval.Candidate;
import dev.semblance.retrieval.store.Searches;
import dev.semblance.retrieval.store.StoreException;
import dev.semblance.store.pgvector.reembedding.CollectionSpace;
import dev.semblance.store.pgvector.reembedding.CollectionSpaces;
import dev.semblance.store.pgvector.reembedding.FillSettings;
import dev.semblance.store.pgvector.reembedding.Reembedding;
import dev.semblance.store.pgvector.reembedding.SpaceKind;
import dev.semblance.store.pgvector.reembedding.SpaceState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

@Timeout(120)
class ReembeddingSwitchTests {

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final TestStore server = new TestStore();

	private final SeededEncoder before = new SeededEncoder("before", 8);

	private final SeededEncoder after = new SeededEncoder("after", 16);

	private final PgVectorStore store = open(this.before);

	private final CollectionSpaces spaces = this.server.builder().spaces();

	@AfterEach
	void close() throws InterruptedException {
		this.threads.shutdownNow();
		assertThat(this.threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
		this.store.close();
		this.server.close();
	}

	@Test
	void storesAreOpenedForTheNewModelFromThenOn() {
		this.store.upsert(this.before.documents(20));
		String space = fillAndSwitch(this.after);
		try (PgVectorStore opened = open(this.after)) {
			assertThat(found(opened, this.after, "word 5")).isEqualTo("d5");
			opened.upsert(List.of(this.after.document("new", "new")));
			assertThat(found(opened, this.after, "new")).isEqualTo("new");
		}
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> open(this.before))
			.withMessageContaining("was made for after (dense, 16 dimensions");
		assertThat(this.spaces.list()).extracting(CollectionSpace::id, CollectionSpace::state)
			.contains(tuple(space, SpaceState.SERVED));
	}

	@Test
	void storesThatAreOpenGoOnSearchingAndMayNotWrite() {
		this.store.upsert(this.before.documents(20));
		fillAndSwitch(this.after);
		assertThat(found(this.store, this.before, "word 5")).isEqualTo("d5");
		assertThatExceptionOfType(StoreException.class)
			.isThrownBy(() -> this.store.upsert(List.of(this.before.document("d5", "changed"))))
			.withMessageContaining("was switched to other vectors");
	}

	@Test
	void whatWasWrittenSinceTheFillIsEncodedBeforeTheSwitch() {
		this.store.upsert(this.before.documents(5));
		try (Reembedding reembedding = this.server.builder().reembed(this.after)) {
			this.store.upsert(this.before.documents(400));
			reembedding.switchOver();
			SpaceVectors.requireComplete(this.server, reembedding.space(), this.after);
		}
	}

	@Test
	void whatIsWrittenDuringTheLastPassIsEncodedInTheSwitch() {
		this.store.upsert(this.before.documents(5));
		AtomicBoolean written = new AtomicBoolean();
		this.after.before((texts) -> {
			if (!written.getAndSet(true)) {
				this.store.upsert(this.before.documents(10));
			}
		});
		try (Reembedding reembedding = this.server.builder().reembed(this.after)) {
			reembedding.switchOver();
			SpaceVectors.requireComplete(this.server, reembedding.space(), this.after);
		}
	}

	@Test
	void tooMuchThatIsWrittenMeanwhileRefusesTheSwitch() {
		this.store.upsert(this.before.documents(5));
		AtomicBoolean written = new AtomicBoolean();
		this.after.before((texts) -> {
			if (!written.getAndSet(true)) {
				this.store.upsert(this.before.documents(300));
			}
		});
		try (Reembedding reembedding = this.server.builder().reembed(this.after)) {
			assertThatExceptionOfType(StoreException.class).isThrownBy(reembedding::switchOver)
				.withMessageContaining("More than 256 documents");
			this.store.upsert(List.of(this.before.document("d1", "still written")));
			reembedding.switchOver();
		}
	}

	@Test
	void theSwitchWaitsForAnOpenTransactionOfAWriter() throws Exception {
		this.store.upsert(this.before.documents(5));
		try (Reembedding reembedding = this.server.builder().reembed(this.after)) {
			reembedding.fill(FillSettings.UNTHROTTLED, (progress) -> {
			});
			Future<?> writer;
			Future<?> switching;
			try (Connection connection = this.server.pool().getConnection();
					Statement statement = connection.createStatement()) {
				connection.setAutoCommit(false);
				statement.execute(
						"SELECT FROM %s.document WHERE external_id = 'd1' FOR UPDATE".formatted(this.server.schema()));
				writer = this.threads
					.submit(() -> this.store.upsert(List.of(this.before.document("d1", "late change"))));
				awaitWaiting("INSERT INTO");
				switching = this.threads.submit(reembedding::switchOver);
				awaitWaiting("pg_advisory_xact_lock(");
				connection.rollback();
			}
			writer.get();
			switching.get();
			SpaceVectors.requireComplete(this.server, reembedding.space(), this.after);
		}
		try (PgVectorStore opened = open(this.after)) {
			assertThat(found(opened, this.after, "late change")).isEqualTo("d1");
		}
	}

	@Test
	void searchesDuringTheSwitchNeverFailAndNeverMix() throws Exception {
		this.store.upsert(this.before.documents(50));
		AtomicBoolean done = new AtomicBoolean();
		List<Future<Integer>> searchers = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			searchers.add(this.threads.submit(() -> {
				int searches = 0;
				while (!done.get()) {
					Candidate best = best(this.store, this.before, "word 5");
					assertThat(best.document().id()).isEqualTo("d5");
					assertThat(best.score()).isBetween(0.9999, 1.0001);
					searches++;
				}
				return searches;
			}));
		}
		try {
			for (int i = 0; i < 3; i++) {
				String space = fillAndSwitch(this.after);
				this.spaces.rollBack(SpaceKind.DENSE);
				this.spaces.drop(space);
			}
		}
		finally {
			done.set(true);
		}
		for (Future<Integer> searcher : searchers) {
			assertThat(searcher.get()).isPositive();
		}
	}

	@Test
	void goingBackNeedsVectorsOfWhatWasWrittenSince() {
		this.store.upsert(this.before.documents(20));
		String served = fillAndSwitch(this.after);
		try (PgVectorStore opened = open(this.after)) {
			opened.upsert(List.of(this.after.document("d5", "changed"), this.after.document("new", "new")));
		}
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> this.spaces.rollBack(SpaceKind.DENSE))
			.withMessageContaining("2 documents of collection 'default'")
			.withMessageContaining("Re-embed with model before");
		try (Reembedding back = this.server.builder().reembed(this.before)) {
			assertThat(back.fill(FillSettings.UNTHROTTLED, (progress) -> {
			}).written()).isEqualTo(2);
			assertThat(this.spaces.rollBack(SpaceKind.DENSE)).isEqualTo(back.space());
			SpaceVectors.requireComplete(this.server, back.space(), this.before);
		}
		try (PgVectorStore opened = open(this.before)) {
			assertThat(found(opened, this.before, "changed")).isEqualTo("d5");
		}
		assertThat(this.spaces.list()).extracting(CollectionSpace::id, CollectionSpace::state)
			.contains(tuple(served, SpaceState.FORMERLY_SERVED));
	}

	@Test
	void goingBackNeedsASpaceThatWasServed() {
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> this.spaces.rollBack(SpaceKind.DENSE))
			.withMessageContaining("has no dense space that was served before");
	}

	@Test
	void aSwitchWithoutTheModelNeedsEveryVector() {
		this.store.upsert(this.before.documents(5));
		try (Reembedding reembedding = this.server.builder().reembed(this.after)) {
			assertThatExceptionOfType(StoreException.class).isThrownBy(() -> this.spaces.switchTo(reembedding.space()))
				.withMessageContaining("5 documents of collection 'default'");
			reembedding.fill(FillSettings.UNTHROTTLED, (progress) -> {
			});
			this.spaces.switchTo(reembedding.space());
			this.spaces.switchTo(reembedding.space());
		}
		assertThat(this.spaces.list()).extracting(CollectionSpace::model, CollectionSpace::state)
			.containsExactly(tuple("after", SpaceState.SERVED), tuple("before", SpaceState.FORMERLY_SERVED));
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> this.spaces.switchTo("other"))
			.withMessageContaining("has no space 'other'");
	}

	@Test
	void twoModelsMayBeTriedAtOnce() {
		this.store.upsert(this.before.documents(20));
		SeededEncoder third = new SeededEncoder("third", 4);
		try (Reembedding one = this.server.builder().reembed(this.after);
				Reembedding other = this.server.builder().reembed(third)) {
			one.switchOver();
			other.switchOver();
		}
		assertThat(this.spaces.list()).extracting(CollectionSpace::model, CollectionSpace::state)
			.containsExactly(tuple("third", SpaceState.SERVED), tuple("before", SpaceState.FORMERLY_SERVED),
					tuple("after", SpaceState.FORMERLY_SERVED));
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> open(this.after));
	}

	@Test
	void aSpaceWithVectorsEnoughForAnIndexNeedsOne() {
		this.store.upsert(this.before.documents(20));
		PgVectorStoreBuilder builder = this.server.builder().indexFrom(10);
		try (Reembedding reembedding = builder.reembed(this.after)) {
			reembedding.fill(FillSettings.UNTHROTTLED, (progress) -> {
			});
			assertThatExceptionOfType(StoreException.class).isThrownBy(reembedding::switchOver)
				.withMessageContaining("has vectors enough for an HNSW index, and lacks it");
			assertThat(reembedding.buildIndexes((progress) -> {
			})).isOne();
			assertThat(reembedding.buildIndexes((progress) -> {
			})).isZero();
			reembedding.switchOver();
			assertThat(builder.spaces().list().get(0).indexed()).isTrue();
		}
		try (PgVectorStore opened = this.server.builder().indexFrom(10).space(this.after.model()).open()) {
			assertThat(opened.indexStates()).singleElement().matches(IndexState::built);
			assertThat(found(opened, this.after, "word 3")).isEqualTo("d3");
		}
	}

	@Test
	void whatTakesThePlaceOfAnIndexedSpaceNeedsAnIndexToo() {
		this.store.upsert(this.before.documents(20));
		try (PgVectorStore indexed = this.server.builder().indexFrom(10).openAsRecorded()) {
			indexed.buildIndexes();
		}
		try (Reembedding reembedding = this.server.builder().reembed(this.after)) {
			reembedding.fill(FillSettings.UNTHROTTLED, (progress) -> {
			});
			assertThatExceptionOfType(StoreException.class).isThrownBy(() -> this.spaces.switchTo(reembedding.space()))
				.withMessageContaining("lacks it");
			assertThat(this.spaces.buildIndexes(reembedding.space(), (progress) -> {
			})).isOne();
			this.spaces.switchTo(reembedding.space());
		}
	}

	private String fillAndSwitch(SeededEncoder encoder) {
		try (Reembedding reembedding = this.server.builder().reembed(encoder)) {
			reembedding.fill(FillSettings.UNTHROTTLED, (progress) -> {
			});
			reembedding.switchOver();
			return reembedding.space();
		}
	}

	/** Waits until such a statement waits for a session of this test. */
	private void awaitWaiting(String statement) throws InterruptedException {
		// Not every statement names the schema; that of the session before it does.
		String waiting = "SELECT a.pid FROM pg_stat_activity a WHERE a.wait_event_type = 'Lock' AND a.query LIKE '%"
				+ statement + "%' AND EXISTS (SELECT FROM pg_stat_activity b WHERE b.pid = ANY "
				+ "(pg_blocking_pids(a.pid)) AND b.query LIKE '%" + this.server.schema() + "%')";
		Await.until("%s waits".formatted(statement), () -> !Sql.column(this.server.pool(), waiting).isEmpty());
	}

	private PgVectorStore open(SeededEncoder encoder) {
		return this.server.builder().space(encoder.model()).open();
	}

	private static String found(PgVectorStore store, SeededEncoder encoder, String text) {
		return best(store, encoder, text).document().id();
	}

	private static Candidate best(PgVectorStore store, SeededEncoder encoder, String text) {
		return store.search(Searches.dense(encoder.vector(text), 1, false)).get(0);
	}

}
