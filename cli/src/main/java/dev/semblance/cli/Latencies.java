package dev.semblance.cli;

import java.util.Arrays;
import java.util.Collection;

/**
 * How long each of some calls took. Not safe for concurrent use.
 */
final class Latencies {

	private static final double NANOS_PER_MILLISECOND = 1e6;

	private long[] nanos = new long[1024];

	private int count;

	/**
	 * Puts those of several callers together.
	 * @param parts each caller's
	 * @return all of them
	 */
	static Latencies of(Collection<Latencies> parts) {
		Latencies all = new Latencies();
		parts.forEach((part) -> Arrays.stream(part.nanos, 0, part.count).forEach(all::add));
		return all;
	}

	void add(long duration) {
		if (this.count == this.nanos.length) {
			this.nanos = Arrays.copyOf(this.nanos, this.count * 2);
		}
		this.nanos[this.count] = duration;
		this.count++;
	}

	int count() {
		return this.count;
	}

	/**
	 * Returns a percentile, by the nearest rank.
	 * @param percent from 0 to 100
	 * @return the time in which so many of a hundred calls were done, in milliseconds; 0
	 * without calls
	 */
	double percentile(double percent) {
		if (this.count == 0) {
			return 0;
		}
		long[] sorted = Arrays.copyOf(this.nanos, this.count);
		Arrays.sort(sorted);
		int rank = (int) Math.ceil(percent / 100 * this.count);
		return sorted[Math.max(rank, 1) - 1] / NANOS_PER_MILLISECOND;
	}

}
