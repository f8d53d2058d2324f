package dev.semblance.store.pgvector;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.OverloadedException;
import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.retrieval.store.EmbeddedDocument;
import dev.semblance.retrieval.store.Searches;
import dev.semblance.retrieval.store.StoreException;
import dev.semblance.store.pgvector.reembedding.FillReport;
import dev.semblance.store.pgvector.reembedding.FillSettings;
import dev.semblance.store.pgvector.reembedding.Reembedding;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@Timeout(120)
class ReembeddingFillTests {

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final TestStore server = new TestStore();

	private final SeededEncoder before = new SeededEncoder("before", 8);

	private final SeededEncoder after = new SeededEncoder("after", 16);

	private final PgVectorStore store = this.server.builder().space(this.before.model()).open();

	@AfterEach
	void close() throws InterruptedException {
		this.threads.shutdownNow();
		assertThat(this.threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
		this.store.close();
		this.server.close();
	}

	@Test
	void everyDocumentGetsTheVectorOfItsTextBesideWhatIsServed() {
		this.store.upsert(this.before.documents(300));
		List<FillReport> progress = new ArrayList<>();
		try (Reembedding reembedding = this.server.builder().reembed(this.after)) {
			FillReport report = reembedding.fill(FillSettings.UNTHROTTLED, progress::add);
			assertThat(report.written()).isEqualTo(300);
			assertThat(report.lacking()).isZero();
			assertThat(report.usage().tokens()).isEqualTo(300);
			assertThat(report.refused()).isEmpty();
			SpaceVectors.requireComplete(this.server, reembedding.space(), this.after);
		}
		assertThat(this.after.encoded()).isEqualTo(300);
		assertThat(progress).extracting(FillReport::written).hasSize(3).endsWith(300L).isSorted();
		assertThat(progress.get(0).lacking()).isEqualTo(300 - progress.get(0).written());
		assertThat(Searches.ids(this.store.search(Searches.dense(this.before.vector("word 7"), 1, true))))
			.containsExactly("d7");
	}

	@Test
	void whatWasFilledIsNotFilledAgain() {
		this.store.upsert(this.before.documents(20));
		for (int i = 0; i < 2; i++) {
			try (Reembedding reembedding = this.server.builder().reembed(this.after)) {
				fill(reembedding);
			}
		}
		assertThat(this.after.encoded()).isEqualTo(20);
	}

	@Test
	void whatAnEncoderThatFailedLeftIsFilledByTheNextCall() {
		this.store.upsert(this.before.documents(300));
		AtomicInteger calls = new AtomicInteger();
		this.after.before((texts) -> {
			if (calls.incrementAndGet() == 2) {
				throw new IllegalStateException("broken");
			}
		});
		try (Reembedding reembedding = this.server.builder().reembed(this.after)) {
			assertThatIllegalStateException().isThrownBy(() -> fill(reembedding)).withMessage("broken");
			assertThat(SpaceVectors.count(this.server, reembedding.space())).isBetween(44, 128);
			fill(reembedding);
			SpaceVectors.requireComplete(this.server, reembedding.space(), this.after);
		}
		assertThat(this.after.encoded()).isEqualTo(300);
	}

	@Test
	void anInterruptEndsItBetweenTwoBatches() {
		this.store.upsert(this.before.documents(300));
		this.after.before((texts) -> Thread.currentThread().interrupt());
		try (Reembedding reembedding = this.server.builder().reembed(this.after)) {
			FillReport report = fill(reembedding);
			assertThat(Thread.interrupted()).isTrue();
			assertThat(report.written()).isLessThan(300);
			assertThat(report.lacking()).isEqualTo(300 - report.written());
		}
	}

	@Test
	void closingEndsIt() throws Exception {
		this.store.upsert(this.before.documents(10));
		CountDownLatch begun = new CountDownLatch(1);
		this.after.before((texts) -> begun.countDown());
		Reembedding reembedding = this.server.builder().reembed(this.after);
		Future<FillReport> filling = this.threads.submit(() -> reembedding.fill(new FillSettings(0.1), (progress) -> {
		}));
		begun.await();
		reembedding.close();
		assertThat(filling.get().written()).isLessThanOrEqualTo(1);
		assertThatIllegalStateException().isThrownBy(() -> fill(reembedding))
			.withMessage("The re-embedding is closed.");
	}

	@Test
	void severalProcessesShareTheWork() throws Exception {
		this.store.upsert(this.before.documents(1500));
		List<Callable<FillReport>> processes = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			processes.add(() -> {
				try (Reembedding reembedding = this.server.builder().reembed(this.after)) {
					return fill(reembedding);
				}
			});
		}
		long written = 0;
		for (Future<FillReport> process : this.threads.invokeAll(processes)) {
			written += process.get().written();
		}
		assertThat(written).isEqualTo(1500);
		try (Reembedding reembedding = this.server.builder().reembed(this.after)) {
			SpaceVectors.requireComplete(this.server, reembedding.space(), this.after);
		}
		assertThat(this.after.encoded()).isLessThan(3000);
	}

	@Test
	void documentsThatAreWrittenAndDeletedMeanwhileEndUpRight() throws Exception {
		this.store.upsert(this.before.documents(300));
		AtomicBoolean done = new AtomicBoolean();
		List<Future<?>> writers = new ArrayList<>();
		for (int writer = 0; writer < 4; writer++) {
			Random random = new Random(writer);
			writers.add(this.threads.submit(() -> {
				while (!done.get()) {
					write(random);
				}
			}));
		}
		try (Reembedding reembedding = this.server.builder().reembed(this.after)) {
			try {
				for (int i = 0; i < 8; i++) {
					fill(reembedding);
				}
			}
			finally {
				done.set(true);
			}
			for (Future<?> writer : writers) {
				writer.get();
			}
			fill(reembedding);
			SpaceVectors.requireComplete(this.server, reembedding.space(), this.after);
		}
		assertThat(this.after.encoded()).isGreaterThan(400);
	}

	private void write(Random random) {
		List<EmbeddedDocument> documents = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			documents.add(this.before.document("d" + random.nextInt(400), "word " + random.nextInt(1000)));
		}
		if (random.nextInt(4) == 0) {
			this.store.delete(documents.stream().map((document) -> document.document().id()).toList());
		}
		else {
			this.store.upsert(documents);
		}
	}

	@Test
	void aTextThatChangesWhileItIsEncodedDoesNotGetTheVectorOfTheOld() {
		this.store.upsert(List.of(this.before.document("a", "old")));
		AtomicBoolean changed = new AtomicBoolean();
		this.after.before((texts) -> {
			if (!changed.getAndSet(true)) {
				this.store.upsert(List.of(this.before.document("a", "new")));
			}
		});
		try (Reembedding reembedding = this.server.builder().reembed(this.after)) {
			assertThat(fill(reembedding).written()).isZero();
			assertThat(SpaceVectors.count(this.server, reembedding.space())).isZero();
			assertThat(fill(reembedding).written()).isOne();
			SpaceVectors.requireComplete(this.server, reembedding.space(), this.after);
		}
	}

	@Test
	void aTextThatIsBeingChangedIsWaitedFor() throws Exception {
		this.store.upsert(List.of(this.before.document("a", "old")));
		AtomicReference<@Nullable Future<?>> committed = new AtomicReference<>();
		try (Connection connection = this.server.pool().getConnection();
				Statement statement = connection.createStatement();
				Reembedding reembedding = this.server.builder().reembed(this.after)) {
			connection.setAutoCommit(false);
			this.after.before((texts) -> {
				if (committed.get() == null) {
					execute(statement, "UPDATE %s.document SET content = 'new', content_hash = '\\x00'"
						.formatted(this.server.schema()));
					committed.set(this.threads.submit(() -> {
						awaitLockWait();
						connection.commit();
						return null;
					}));
				}
			});
			assertThat(fill(reembedding).written()).isZero();
			Objects.requireNonNull(committed.get()).get();
			assertThat(SpaceVectors.count(this.server, reembedding.space())).isZero();
			fill(reembedding);
			SpaceVectors.requireComplete(this.server, reembedding.space(), this.after);
		}
	}

	private static void execute(Statement statement, String sql) {
		try {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void awaitLockWait() throws InterruptedException {
		String waiting = "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%"
				+ this.server.schema() + "%FOR NO KEY UPDATE'";
		Await.until("the fill waits for a lock", () -> !Sql.column(this.server.pool(), waiting).isEmpty());
	}

	@Test
	void aTextThatChangesLaterForgetsItsVector() {
		this.store.upsert(this.before.documents(3));
		try (Reembedding reembedding = this.server.builder().reembed(this.after)) {
			fill(reembedding);
			this.store.upsert(List.of(this.before.document("d1", "changed")));
			assertThat(SpaceVectors.count(this.server, reembedding.space())).isEqualTo(2);
			assertThat(fill(reembedding).written()).isOne();
			SpaceVectors.requireComplete(this.server, reembedding.space(), this.after);
		}
	}

	@Test
	void aDocumentThatCannotBeEncodedIsLeftOutAndNamed() {
		this.store.upsert(this.before.documents(200));
		this.after.before((texts) -> {
			if (texts.contains("word 150")) {
				throw new InvalidInputException("The text is odd.", "Use another.");
			}
		});
		try (Reembedding reembedding = this.server.builder().reembed(this.after)) {
			FillReport report = fill(reembedding);
			assertThat(report.written()).isEqualTo(199);
			assertThat(report.lacking()).isOne();
			assertThat(report.refused()).singleElement().hasToString("'d150': The text is odd. Use another.");
			assertThatExceptionOfType(StoreException.class).isThrownBy(reembedding::switchOver)
				.withMessageContaining("The encoder refuses 1 documents of collection 'default' in schema")
				.withMessageContaining("the first is 'd150': The text is odd.");
			this.store.delete(List.of("d150"));
			reembedding.switchOver();
		}
	}

	@Test
	void anEncoderThatRefusesTooManyIsGivenUp() {
		this.store.upsert(this.before.documents(1100));
		this.after.before((texts) -> {
			throw new InvalidInputException("The text is odd.", "Use another.");
		});
		try (Reembedding reembedding = this.server.builder().reembed(this.after)) {
			assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> fill(reembedding))
				.withMessageContaining("refuses more than 1000 documents, the first is 'd");
		}
	}

	@Test
	void anEncoderThatIsBusyIsWaitedFor() {
		this.store.upsert(this.before.documents(3));
		AtomicInteger calls = new AtomicInteger();
		this.after.before((texts) -> {
			if (calls.incrementAndGet() == 1) {
				throw new OverloadedException("Busy.", "Wait.");
			}
		});
		try (Reembedding reembedding = this.server.builder().reembed(this.after)) {
			assertThat(fill(reembedding).written()).isEqualTo(3);
		}
	}

	@Test
	void theRateHolds() {
		this.store.upsert(this.before.documents(40));
		long start = System.nanoTime();
		try (Reembedding reembedding = this.server.builder().reembed(this.after)) {
			FillReport report = reembedding.fill(new FillSettings(20), (progress) -> {
			});
			// The first twenty at once, the others a second later.
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
			assertThat(report.written()).isEqualTo(40);
		}
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> new FillSettings(0))
			.withMessageContaining("0.0 documents in a second");
	}

	@Test
	void aSpaceThatIsDroppedWhileItIsFilledEndsItClearly() {
		this.store.upsert(this.before.documents(300));
		AtomicReference<String> space = new AtomicReference<>("");
		AtomicInteger calls = new AtomicInteger();
		this.after.before((texts) -> {
			if (calls.incrementAndGet() == 2) {
				this.server.builder().spaces().drop(space.get());
			}
		});
		try (Reembedding reembedding = this.server.builder().reembed(this.after)) {
			space.set(reembedding.space());
			for (int i = 0; i < 2; i++) {
				assertThatExceptionOfType(StoreException.class).isThrownBy(() -> fill(reembedding))
					.withMessageContaining("Space %s (after) of collection 'default'".formatted(space.get()))
					.withMessageContaining("was dropped meanwhile");
			}
		}
	}

	@Test
	void vectorsAreKeptInHalfPrecisionWhereAnIndexTakesNoMore() {
		this.store.upsert(this.before.documents(2));
		SeededEncoder large = new SeededEncoder("large", 2500);
		try (Reembedding reembedding = this.server.builder().reembed(large)) {
			fill(reembedding);
			assertThat(Sql.value(this.server.pool(),
					"SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = '%s.%s'::regclass AND attname = 'embedding'"
						.formatted(this.server.schema(), reembedding.space())))
				.endsWith("halfvec(2500)");
			reembedding.switchOver();
		}
		try (PgVectorStore opened = this.server.builder().space(large.model()).open()) {
			assertThat(Searches.ids(opened.search(Searches.dense(large.vector("word 1"), 1, true))))
				.containsExactly("d1");
		}
	}

	@Test
	void documentsOfOtherCollectionsAreLeftAlone() {
		this.store.upsert(this.before.documents(2));
		try (PgVectorStore other = this.server.builder()
			.collection("other")
			.space(Searches.space(2, SimilarityFunction.COSINE))
			.open(); Reembedding reembedding = this.server.builder().reembed(this.after)) {
			other.upsert(List.of(Searches.vector("a", 1, 0)));
			assertThat(fill(reembedding).written()).isEqualTo(2);
		}
	}

	private static FillReport fill(Reembedding reembedding) {
		return reembedding.fill(FillSettings.UNTHROTTLED, (progress) -> {
		});
	}

}
