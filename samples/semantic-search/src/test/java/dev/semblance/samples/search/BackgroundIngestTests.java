package dev.semblance.samples.search;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.semblance.boot.test.HashEncoder;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.retrieval.pipeline.Ingestor;
import dev.semblance.retrieval.pipeline.LegEncoders;
import dev.semblance.retrieval.store.DocumentStore;
import dev.semblance.store.lucene.LuceneStore;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class BackgroundIngestTests {

	private final DenseEncoder encoder = new HashEncoder();

	private final DocumentStore store = LuceneStore.builder().space(EmbeddingSpace.of(this.encoder.model())).open();

	@TempDir
	@SuppressWarnings("NullAway.Init") // JUnit sets it
	private Path folder;

	@AfterEach
	void closeStore() {
		this.store.close();
	}

	@Test
	void allDocumentsAreWritten(CapturedOutput output) {
		IngestStatus status = ingest(documents(300));
		assertThat(status.state()).isEqualTo(IngestStatus.State.FINISHED);
		assertThat(status.done()).isEqualTo(300);
		assertThat(status.written()).isEqualTo(300);
		assertThat(this.store.count()).isEqualTo(300);
		assertThat(output).contains("300 new or changed, 0 unchanged");
	}

	@Test
	void aSecondStartIngestsNothingAndSaysSo(CapturedOutput output) {
		ingest(documents(300));
		IngestStatus again = ingest(documents(300));
		assertThat(again.done()).isEqualTo(300);
		assertThat(again.written()).isZero();
		assertThat(output).contains("Nothing to ingest: all 300 documents are in the store unchanged");
	}

	@Test
	void documentsThatLeftTheCollectionLeaveTheStore(CapturedOutput output) {
		ingest(documents(300));
		IngestStatus status = ingest(documents(290));
		assertThat(status.removed()).isEqualTo(10);
		assertThat(this.store.count()).isEqualTo(290);
		assertThat(output).contains("Removed 10 documents");
	}

	@Test
	void aFailureIsShownInOneLineAndKeepsWhatWasWritten(CapturedOutput output) {
		DocumentSource[] source = { () -> documents(300).stream() };
		DocumentCollection collection = new DocumentCollection("test", "test", List.of(), () -> source[0].open());
		source[0] = () -> Stream.concat(documents(200).stream(), Stream.of(1).map((number) -> {
			throw new InvalidInputException("Line 201 is broken.", "Mend it.");
		}));
		IngestStatus status = run(collection);
		assertThat(status.state()).isEqualTo(IngestStatus.State.FAILED);
		assertThat(status.problem()).isEqualTo("Line 201 is broken. Mend it.");
		assertThat(this.store.count()).isEqualTo(128);
		assertThat(output).contains("The ingest failed. Line 201 is broken. Mend it.").doesNotContain("\tat ");
	}

	@Test
	void stoppingWritesTheBatchInWorkAndGoesNoFurther() throws InterruptedException {
		CountDownLatch reading = new CountDownLatch(1);
		CountDownLatch stopped = new CountDownLatch(1);
		DocumentSource[] source = { () -> documents(1000).stream() };
		DocumentCollection collection = new DocumentCollection("test", "test", List.of(), () -> source[0].open());
		source[0] = () -> documents(1000).stream().peek((document) -> {
			if (document.id().equals("150")) {
				reading.countDown();
				awaitUninterruptibly(stopped);
			}
		});
		BackgroundIngest ingest = newIngest(collection);
		ingest.start();
		reading.await();
		Thread stopper = new Thread(() -> stop(ingest));
		stopper.start();
		Awaitility.await().until(() -> stopper.getState() == Thread.State.TIMED_WAITING);
		stopped.countDown();
		stopper.join();
		assertThat(ingest.status().state()).isEqualTo(IngestStatus.State.STOPPED);
		assertThat(this.store.count()).isEqualTo(150);
	}

	private IngestStatus ingest(List<Document> documents) {
		return run(new DocumentCollection("test", "test", List.of(), documents::stream));
	}

	private IngestStatus run(DocumentCollection collection) {
		BackgroundIngest ingest = newIngest(collection);
		ingest.start();
		Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> ingest.status().state().isEnd());
		return ingest.status();
	}

	private BackgroundIngest newIngest(DocumentCollection collection) {
		return new BackgroundIngest(collection, new KnownIds(this.folder.resolve("ids.txt")),
				new Ingestor(LegEncoders.of(this.encoder), this.store), this.store);
	}

	private static List<Document> documents(int count) {
		return IntStream.range(0, count).mapToObj((i) -> new Document(String.valueOf(i), "text " + i)).toList();
	}

	private static void stop(BackgroundIngest ingest) {
		try {
			ingest.stop();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
