package dev.semblance.store.pgvector;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import com.zaxxer.hikari.HikariDataSource;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.pipeline.IngestReport;
import dev.semblance.retrieval.store.StoreUnavailableException;
import dev.semblance.store.pgvector.server.PrivateServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Kills the server in the middle of an ingest, again and again.
 */
@Tag("slow")
class ServerKillTests {

	private final AtomicBoolean killing = new AtomicBoolean(true);

	private final AtomicInteger acknowledged = new AtomicInteger();

	private final AtomicInteger given = new AtomicInteger();

	private final AtomicInteger failures = new AtomicInteger();

	@Test
	void whatWasAcknowledgedIsThereOnceAfterEachKillAndTheIngestIsContinued() throws Exception {
		killWhileIngesting(10, Duration.ZERO);
		assertThat(this.failures).hasPositiveValue();
	}

	@Test
	void theIngestRidesOverEachKill() throws Exception {
		killWhileIngesting(3, Duration.ofSeconds(60));
		assertThat(this.failures).hasValue(0);
	}

	private void killWhileIngesting(int kills, Duration retryFor) throws Exception {
		ExecutorService threads = Executors.newSingleThreadExecutor();
		try (PrivateServer server = new PrivateServer();
				HikariDataSource pool = server.pool(2);
				PgVectorStore patient = builder(pool).open();
				PgVectorStore ingested = builder(pool).retryFor(retryFor).open()) {
			Random random = new Random();
			Future<?> ingest = threads.submit(() -> ingestUntilKillingEnds(ingested));
			for (int i = 0; i < kills; i++) {
				int start = this.acknowledged.get();
				Await.until("the ingest goes on", () -> this.acknowledged.get() > start);
				Thread.sleep(random.nextInt(150));
				server.kill();
				int before = this.acknowledged.get();
				server.start();
				List<Document> documents = LetterDocuments.documents(LetterDocuments.ids("d", before));
				assertThat(patient.unchanged(documents)).hasSize(before);
			}
			this.killing.set(false);
			ingest.get(60, TimeUnit.SECONDS);
			LetterDocuments.requireExactly(patient, LetterDocuments.ids("d", this.given.get()));
		}
		finally {
			this.killing.set(false);
			threads.shutdown();
		}
	}

	private static PgVectorStoreBuilder builder(HikariDataSource pool) {
		return LetterDocuments.spaces(PgVectorStore.builder().dataSource(pool).indexFrom(1_000_000));
	}

	/** Ingests more and more, and starts again from the beginning whenever it fails. */
	private void ingestUntilKillingEnds(PgVectorStore store) {
		while (true) {
			try {
				LetterDocuments.ingestor(store).ingest(documents(), this::acknowledge);
				return;
			}
			catch (StoreUnavailableException ex) {
				this.failures.incrementAndGet();
			}
		}
	}

	private void acknowledge(IngestReport report) {
		this.acknowledged.accumulateAndGet((int) report.documents(), Math::max);
	}

	private Iterator<Document> documents() {
		return new Iterator<>() {

			private int next;

			@Override
			public boolean hasNext() {
				// What was written but not acknowledged belongs to the last ingest, too.
				return ServerKillTests.this.killing.get() || this.next < ServerKillTests.this.given.get();
			}

			@Override
			public Document next() {
				String id = "d" + this.next++;
				ServerKillTests.this.given.accumulateAndGet(this.next, Math::max);
				return LetterDocuments.document(id);
			}

		};
	}

}
