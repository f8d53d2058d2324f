package dev.semblance.store.lucene;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.internal.analysis.Languages;
import dev.semblance.retrieval.store.EmbeddedDocument;
import dev.semblance.retrieval.store.Searches;
import dev.semblance.retrieval.store.StoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class ConcurrencyTests {

	private static final int BATCH = 10;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	@AfterEach
	void stopThreads() throws InterruptedException {
		this.threads.shutdownNow();
		assertThat(this.threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void nobodySeesHalfABatchOfAnother() throws Exception {
		AtomicBoolean writing = new AtomicBoolean(true);
		try (LuceneStore store = open()) {
			List<Future<Integer>> writers = new ArrayList<>();
			for (int thread = 0; thread < 3; thread++) {
				String prefix = "t" + thread + "-";
				writers.add(this.threads.submit(() -> {
					for (int round = 0; round < 15; round++) {
						store.upsert(batch(prefix + round + "-"));
					}
					return 0;
				}));
			}
			Callable<Integer> counting = () -> {
				int observations = 0;
				while (writing.get()) {
					assertThat(store.count() % BATCH).isZero();
					assertThat(store.search(Searches.lexical("word", 1000)).size() % BATCH).isZero();
					observations++;
				}
				return observations;
			};
			Future<Integer> reader = this.threads.submit(counting);
			for (Future<Integer> writer : writers) {
				writer.get();
			}
			writing.set(false);
			assertThat(reader.get()).isPositive();
			assertThat(store.count()).isEqualTo(3 * 15 * BATCH);
			assertThat(store.search(Searches.dense(new float[] { 1, 0 }, 1000, false))).hasSize(3 * 15 * BATCH);
		}
	}

	@Test
	void aCallThatIsUnderWayWhenTheStoreClosesSucceedsAndLaterOnesAreRefused() throws Exception {
		for (int round = 0; round < 10; round++) {
			LuceneStore store = open();
			store.upsert(batch("before"));
			CountDownLatch started = new CountDownLatch(4);
			List<Future<Throwable>> callers = new ArrayList<>();
			for (int thread = 0; thread < 4; thread++) {
				String prefix = "t" + thread + "-";
				callers.add(this.threads.submit(() -> callUntilRefused(store, started, prefix)));
			}
			started.await();
			store.close();
			for (Future<Throwable> caller : callers) {
				assertThat(caller.get()).isInstanceOf(IllegalStateException.class).hasMessage("The store is closed.");
			}
		}
	}

	@Test
	void aChangeThatFailsLeavesNothingBehindAndTheNextOneWorks(@TempDir Path temporary) throws IOException {
		StoreIdentity identity = new StoreIdentity(null, null, "english");
		IndexLocation location = new IndexLocation(temporary);
		try (CommittedIndex index = new CommittedIndex(location, identity, Languages.analyzerOf("english").get())) {
			for (Throwable failure : List.of(new IOException("disk full"), new IllegalArgumentException("bug"),
					new OutOfMemoryError("heap"))) {
				assertThatExceptionOfType(failure.getClass()).isThrownBy(() -> index.write((writer) -> {
					writer.addDocument(DocumentFields.of(new Document("half", "word")));
					writer.flush();
					return rethrow(failure);
				}));
				assertThat(index.<Integer>read((searcher) -> searcher.getIndexReader().numDocs())).isZero();
			}
			index.write((writer) -> writer.addDocument(DocumentFields.of(new Document("whole", "word"))));
			assertThat(index.<Integer>read((searcher) -> searcher.getIndexReader().numDocs())).isOne();
		}
		try (LuceneStore store = LuceneStore.builder().directory(temporary).open()) {
			assertThat(store.count()).isOne();
		}
	}

	@Test
	void anInterruptedCallerDoesNotBreakTheStoreForOthers(@TempDir Path temporary) {
		try (LuceneStore store = LuceneStore.builder().directory(temporary).open()) {
			store.upsert(List.of(Searches.text("a", "word")));
			Thread.currentThread().interrupt();
			try {
				store.upsert(List.of(Searches.text("b", "word")));
			}
			catch (StoreException ex) {
				assertThat(ex.remedy()).contains("repeat");
			}
			finally {
				assertThat(Thread.interrupted()).isTrue();
			}
			store.upsert(List.of(Searches.text("b", "word")));
			assertThat(store.count()).isEqualTo(2);
		}
	}

	@Test
	void closingFromSeveralThreadsIsFine() throws Exception {
		LuceneStore store = open();
		List<Future<?>> closers = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			closers.add(this.threads.submit(store::close));
		}
		for (Future<?> closer : closers) {
			closer.get();
		}
		assertThatIllegalStateException().isThrownBy(store::count);
	}

	private static Throwable callUntilRefused(LuceneStore store, CountDownLatch started, String prefix) {
		boolean first = true;
		try {
			for (int round = 0; true; round++) {
				store.upsert(batch(prefix + round + "-"));
				store.search(Searches.dense(new float[] { 1, 0 }, 10, false));
				if (first) {
					started.countDown();
					first = false;
				}
			}
		}
		catch (RuntimeException ex) {
			return ex;
		}
	}

	private static Integer rethrow(Throwable failure) throws IOException {
		if (failure instanceof IOException checked) {
			throw checked;
		}
		if (failure instanceof RuntimeException unchecked) {
			throw unchecked;
		}
		throw (Error) failure;
	}

	private static LuceneStore open() {
		return LuceneStore.builder().space(Searches.space(2, SimilarityFunction.COSINE)).open();
	}

	private static List<EmbeddedDocument> batch(String prefix) {
		return IntStream.range(0, BATCH)
			.mapToObj((i) -> new EmbeddedDocument(new Document(prefix + i, "word"), new float[] { 1, i }))
			.toList();
	}

}
