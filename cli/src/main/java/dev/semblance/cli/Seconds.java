package dev.semblance.cli;

import java.util.concurrent.TimeUnit;

/**
 * Elapsed time as results state it.
 */
final class Seconds {

	private Seconds() {
	}

	/**
	 * Measures from a point in time until now.
	 * @param start a value of {@link System#nanoTime()}
	 * @return seconds, to the millisecond
	 */
	static double since(long start) {
		return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) / 1000.0;
	}

}
