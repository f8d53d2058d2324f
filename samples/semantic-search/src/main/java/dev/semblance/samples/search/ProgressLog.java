package dev.semblance.samples.search;

import java.time.Duration;

import org.slf4j.Logger;

/**
 * Tells the console how far an ingest is: a line every few seconds, and one at the end.
 */
final class ProgressLog {

	private static final Duration INTERVAL = Duration.ofSeconds(5);

	private final Logger logger;

	private final long started = System.nanoTime();

	private Duration lastLine = Duration.ZERO;

	ProgressLog(Logger logger) {
		this.logger = logger;
	}

	Duration elapsed() {
		return Duration.ofNanos(System.nanoTime() - this.started);
	}

	void progress(IngestStatus status) {
		Duration elapsed = elapsed();
		if (elapsed.minus(this.lastLine).compareTo(INTERVAL) < 0 || status.done() >= status.total()) {
			return;
		}
		this.lastLine = elapsed;
		double rate = status.done() / status.seconds();
		Duration left = Duration.ofSeconds(Math.round((status.total() - status.done()) / rate));
		this.logger.info("Ingested {} of {} documents ({} %), {} per second, about {} left", status.done(),
				status.total(), 100 * status.done() / status.total(), Math.round(rate), readable(left));
	}

	void end(IngestStatus status) {
		String time = readable(Duration.ofMillis(Math.round(1000 * status.seconds())));
		if (status.removed() > 0) {
			this.logger.info("Removed {} documents that are no longer in the collection", status.removed());
		}
		if (status.state() == IngestStatus.State.STOPPED) {
			this.logger.info("Ingest stopped after {} of {} documents; the next start goes on from there",
					status.done(), status.total());
		}
		else if (status.written() == 0) {
			this.logger.info("Nothing to ingest: all {} documents are in the store unchanged (checked in {})",
					status.done(), time);
		}
		else {
			this.logger.info("Ingested {} documents in {}: {} new or changed, {} unchanged", status.done(), time,
					status.written(), status.done() - status.written());
		}
		if (status.truncated() > 0) {
			this.logger.info("{} documents are longer than the model reads; the dense leg knows only their beginnings",
					status.truncated());
		}
	}

	private static String readable(Duration time) {
		if (time.toSeconds() < 10) {
			return "%d.%d s".formatted(time.toSeconds(), time.toMillisPart() / 100);
		}
		return (time.toMinutes() > 0) ? "%d min %d s".formatted(time.toMinutes(), time.toSecondsPart())
				: "%d s".formatted(time.toSeconds());
	}

}
