package dev.semblance.store.pgvector.internal.database;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

import dev.semblance.encoders.Deadline;
import dev.semblance.retrieval.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats what failed through no fault of its own: because the connection was lost, or
 * because the server ended the transaction in favour of another.
 */
final class Retries {

	private static final Logger logger = LoggerFactory.getLogger(Retries.class);

	private static final long FIRST_DELAY_MILLIS = 50;

	private static final long LONGEST_DELAY_MILLIS = 1_000;

	private final Duration longest;

	/**
	 * Creates retries.
	 * @param longest a call that has taken this long is not repeated
	 */
	Retries(Duration longest) {
		this.longest = longest;
	}

	<T> T call(Repetition repetition, Supplier<T> attempt) {
		long start = System.nanoTime();
		for (int failures = 0; true; failures++) {
			try {
				return attempt.get();
			}
			catch (StoreException ex) {
				long delay = delayMillis(failures);
				Duration taken = Duration.ofNanos(System.nanoTime() - start).plusMillis(delay);
				if (!isRepeated(repetition, ex, failures) || taken.compareTo(this.longest) > 0 || !isAllowed(delay)) {
					throw ex;
				}
				logger.warn("{} Trying again in {} ms.", ex.getMessage(), delay);
				sleep(delay, ex);
			}
		}
	}

	private static boolean isRepeated(Repetition repetition, StoreException failure, int failures) {
		String state = SqlState.of(failure);
		if (state.equals("40001") || state.equals("40P01")) {
			return true;
		}
		// Who cannot connect at all has waited as long as the pool waits; after a loss
		// the
		// server may be starting.
		boolean unreachable = state.equals("08001") || state.equals("57P03");
		boolean lost = state.startsWith("08") || state.startsWith("57P");
		return repetition == Repetition.ALWAYS && lost && !(unreachable && failures == 0);
	}

	private static boolean isAllowed(long delay) {
		return Deadline.current().map((deadline) -> deadline.remaining().toMillis() > delay).orElse(true);
	}

	/** Those who failed together do not come back together. */
	private static long delayMillis(int failures) {
		long delay = Math.min(FIRST_DELAY_MILLIS << Math.min(failures, 10), LONGEST_DELAY_MILLIS);
		return ThreadLocalRandom.current().nextLong(delay / 2, delay + 1);
	}

	private static void sleep(long millis, StoreException failure) {
		try {
			Thread.sleep(millis);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw failure;
		}
	}

}
