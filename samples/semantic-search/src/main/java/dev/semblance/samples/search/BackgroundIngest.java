package dev.semblance.samples.search;

import java.time.Duration;
import java.util.Iterator;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import dev.semblance.encoders.TokenUsage;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.pipeline.IngestReport;
import dev.semblance.retrieval.pipeline.Ingestor;
import dev.semblance.retrieval.store.DocumentStore;
import jakarta.annotation.PreDestroy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Brings the collection into the store while the page already answers: removes what has
 * left the collection, writes what is new or changed. Stops with the application, before
 * the store is closed.
 */
@Component
final class BackgroundIngest {

	private static final Logger logger = LoggerFactory.getLogger(BackgroundIngest.class);

	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

	private static final IngestReport NOTHING = new IngestReport(0, 0, TokenUsage.NONE);

	private final Ingestor ingestor;

	private final DocumentStore store;

	private final DocumentCollection collection;

	private final KnownIds knownIds;

	private final Thread thread = new Thread(this::run, "ingest");

	private volatile IngestStatus status;

	private volatile boolean stopping;

	/** The collection comes first: if it cannot be read, nothing else need be loaded. */
	BackgroundIngest(DocumentCollection collection, KnownIds knownIds, Ingestor ingestor, DocumentStore store) {
		this.ingestor = ingestor;
		this.store = store;
		this.collection = collection;
		this.knownIds = knownIds;
		this.status = IngestStatus.waiting(collection.ids().size());
	}

	@EventListener(ApplicationReadyEvent.class)
	void start() {
		this.thread.start();
	}

	IngestStatus status() {
		return this.status;
	}

	private void run() {
		try {
			ingest();
		}
		catch (RuntimeException | Error ex) {
			this.status = this.status.failed(String.valueOf(ex.getMessage()));
			logger.error("The ingest failed. {} What is ingested stays; a restart goes on from there.",
					ex.getMessage());
			logger.debug("Ingest failure", ex);
		}
	}

	private void ingest() {
		ProgressLog log = new ProgressLog(logger);
		this.status = this.status.running(NOTHING, 0, log.elapsed());
		long removed = removeVanished();
		try (Stream<Document> documents = this.collection.documents()) {
			Iterator<Document> untilStopped = documents.takeWhile((document) -> !this.stopping).iterator();
			this.ingestor.ingest(untilStopped, (report) -> {
				this.status = this.status.running(report, removed, log.elapsed());
				log.progress(this.status);
			});
		}
		boolean stopped = this.stopping && this.status.done() < this.status.total();
		this.status = this.status.ended(stopped ? IngestStatus.State.STOPPED : IngestStatus.State.FINISHED);
		log.end(this.status);
	}

	/**
	 * The file names every id before its document is written, so that a crash loses none.
	 */
	private long removeVanished() {
		Set<String> current = this.collection.ids();
		Set<String> vanished = new TreeSet<>(this.knownIds.read());
		vanished.removeAll(current);
		long removed = vanished.isEmpty() ? 0 : this.store.delete(vanished);
		this.knownIds.write(current);
		return removed;
	}

	/**
	 * Lets the batch in work be written and waits for it. The thread is not interrupted:
	 * an interrupt would close the index's files in the middle of a write.
	 */
	@PreDestroy
	void stop() throws InterruptedException {
		this.stopping = true;
		this.thread.join(STOP_TIMEOUT.toMillis());
		if (this.thread.isAlive()) {
			logger.warn("The ingest has not ended within {} s of being stopped.", STOP_TIMEOUT.toSeconds());
		}
	}

}
