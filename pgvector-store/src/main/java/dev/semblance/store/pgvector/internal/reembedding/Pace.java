package dev.semblance.store.pgvector.internal.reembedding;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Keeps work at no more than a rate. Time that was not used is not made up for.
 */
final class Pace {

	private static final long LONGEST_NAP_MILLIS = 100;

	private final double perSecond;

	private final BooleanSupplier ended;

	private long free = System.nanoTime();

	/**
	 * Creates a pace.
	 * @param perSecond the rate; infinity for none
	 * @param ended whether there is nothing to wait for any more
	 */
	Pace(double perSecond, BooleanSupplier ended) {
		this.perSecond = perSecond;
		this.ended = ended;
	}

	/**
	 * Waits until the next piece of work may begin.
	 * @param size how large it is
	 */
	void await(int size) {
		while (!this.ended.getAsBoolean()) {
			long millis = TimeUnit.NANOSECONDS.toMillis(this.free - System.nanoTime());
			if (millis <= 0) {
				break;
			}
			nap(Math.min(millis, LONGEST_NAP_MILLIS));
		}
		this.free = Math.max(this.free, System.nanoTime()) + (long) (size / this.perSecond * 1e9);
	}

	/** The interrupt is for whoever asks whether it is ended. */
	static void nap(long millis) {
		try {
			Thread.sleep(millis);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
