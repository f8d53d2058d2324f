package dev.semblance.store.pgvector;

import java.time.Duration;
import java.util.function.BooleanSupplier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Waits for what another thread or process brings about.
 */
final class Await {

	private static final Duration LONGEST = Duration.ofSeconds(60);

	private static final int PAUSE_MILLIS = 2;

	private Await() {
	}

	/**
	 * Waits until something is so.
	 * @param what the thing, for the message if it does not come about
	 * @param condition whether it is so
	 */
	static void until(String what, BooleanSupplier condition) throws InterruptedException {
		long start = System.nanoTime();
		while (!condition.getAsBoolean()) {
			assertThat(Duration.ofNanos(System.nanoTime() - start)).as("time until %s", what).isLessThan(LONGEST);
			Thread.sleep(PAUSE_MILLIS);
		}
	}

}
