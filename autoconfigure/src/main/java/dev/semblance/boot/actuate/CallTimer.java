package dev.semblance.boot.actuate;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import dev.semblance.encoders.CallCancelledException;
import dev.semblance.encoders.DeadlineExceededException;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.OverloadedException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

/**
 * Timers of calls, one for each outcome. A {@link Timer} and not an observation: for each
 * call an observation would make a context and ask all handlers, several times what the
 * recording of a duration costs, and of a call nothing else is to be known than how long
 * it took and how it ended.
 */
final class CallTimer {

	/** From a look-up to the largest ingest; few, since each is a series of its own. */
	private static final Duration[] BUCKETS = { Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(5),
			Duration.ofMillis(10), Duration.ofMillis(20), Duration.ofMillis(50), Duration.ofMillis(100),
			Duration.ofMillis(200), Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2),
			Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(30) };

	private final MeterRegistry registry;

	private final String name;

	private final String description;

	private final Tags tags;

	private final Timer success;

	CallTimer(MeterRegistry registry, String name, String description, Tags tags) {
		this.registry = registry;
		this.name = name;
		this.description = description;
		this.tags = tags;
		this.success = timer("success");
	}

	void succeeded(long nanos) {
		this.success.record(nanos, TimeUnit.NANOSECONDS);
	}

	void failed(Throwable failure, long nanos) {
		timer(outcome(failure)).record(nanos, TimeUnit.NANOSECONDS);
	}

	private Timer timer(String outcome) {
		return Timer.builder(this.name)
			.description(this.description)
			.tags(this.tags.and("outcome", outcome))
			.serviceLevelObjectives(BUCKETS)
			.register(this.registry);
	}

	private static String outcome(Throwable failure) {
		if (failure instanceof OverloadedException) {
			return "refused";
		}
		if (failure instanceof DeadlineExceededException) {
			return "late";
		}
		if (failure instanceof CallCancelledException) {
			return "cancelled";
		}
		return (failure instanceof InvalidInputException) ? "invalid" : "failed";
	}

}
