package dev.semblance.samples.search;

import java.time.Duration;
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.semblance.retrieval.pipeline.IngestReport;
import org.jspecify.annotations.Nullable;

/**
 * How far an ingest is.
 *
 * @param state what it is doing
 * @param done documents looked at so far
 * @param total documents in the collection
 * @param written documents that were new or changed
 * @param removed documents that had left the collection
 * @param truncated documents that are longer than the model reads
 * @param seconds how long it has been running
 * @param problem why it failed, in a sentence; {@code null} if it did not
 */
record IngestStatus(State state, long done, long total, long written, long removed, long truncated, double seconds,
		@Nullable String problem) {

	static IngestStatus waiting(long total) {
		return new IngestStatus(State.WAITING, 0, total, 0, 0, 0, 0, null);
	}

	IngestStatus running(IngestReport report, long removed, Duration time) {
		return new IngestStatus(State.RUNNING, report.documents(), this.total, report.written(), removed,
				report.usage().truncatedTexts(), time.toMillis() / 1000.0, null);
	}

	IngestStatus ended(State state) {
		return new IngestStatus(state, this.done, this.total, this.written, this.removed, this.truncated, this.seconds,
				null);
	}

	IngestStatus failed(String problem) {
		return new IngestStatus(State.FAILED, this.done, this.total, this.written, this.removed, this.truncated,
				this.seconds, problem);
	}

	/** What an ingest is doing. */
	enum State {

		WAITING, RUNNING, FINISHED, STOPPED, FAILED;

		boolean isEnd() {
			return this != WAITING && this != RUNNING;
		}

		@JsonValue
		String label() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}
