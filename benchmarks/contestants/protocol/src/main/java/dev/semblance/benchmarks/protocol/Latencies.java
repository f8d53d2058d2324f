package dev.semblance.benchmarks.protocol;

import java.util.Arrays;

/**
 * Every single latency, so that percentiles are exact. Not safe for concurrent use.
 */
final class Latencies {

	private long[] nanoseconds = new long[1024];

	private int count;

	void add(long latency) {
		if (this.count == this.nanoseconds.length) {
			this.nanoseconds = Arrays.copyOf(this.nanoseconds, 2 * this.count);
		}
		this.nanoseconds[this.count++] = latency;
	}

	void addAll(Latencies other) {
		for (int i = 0; i < other.count; i++) {
			add(other.nanoseconds[i]);
		}
	}

	int count() {
		return this.count;
	}

	Answer describe(Answer answer) {
		if (this.count == 0) {
			throw new IllegalStateException("Nothing was measured");
		}
		long[] sorted = Arrays.copyOf(this.nanoseconds, this.count);
		Arrays.sort(sorted);
		return answer.put("p50_us", percentile(sorted, 50))
			.put("p95_us", percentile(sorted, 95))
			.put("p99_us", percentile(sorted, 99))
			.put("mean_us", Arrays.stream(sorted).average().orElseThrow() / 1e3);
	}

	private static double percentile(long[] sorted, int percent) {
		int rank = (int) Math.ceil(percent / 100.0 * sorted.length);
		return sorted[Math.max(rank, 1) - 1] / 1e3;
	}

}
