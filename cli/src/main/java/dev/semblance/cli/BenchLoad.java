package dev.semblance.cli;

import java.util.List;

import dev.semblance.encoders.EncoderStatistics;

/**
 * Keeps an encoder busy for some time: one caller with all texts at once, or several with
 * one text at a time.
 *
 * @param encoder the encoder
 * @param texts the texts, one or more
 * @param callers number of callers that send single texts; 0 for one that sends all
 */
record BenchLoad(MeasuredEncoder encoder, List<String> texts, int callers) {

	/**
	 * Copies the texts.
	 */
	BenchLoad {
		texts = List.copyOf(texts);
	}

	/**
	 * Runs until the time is over and the calls in work are done; at least one call of
	 * each caller.
	 * @param nanos the time
	 * @return what was measured
	 */
	Measurement run(long nanos) {
		List<List<String>> calls = (this.callers == 0) ? List.of(this.texts)
				: this.texts.stream().map(List::of).toList();
		Callers together = new Callers(Math.max(1, this.callers));
		EncoderStatistics before = this.encoder.statistics();
		long start = System.nanoTime();
		Latencies latencies = together.run(calls.size(), (call) -> this.encoder.run(calls.get(call)), nanos);
		long elapsed = System.nanoTime() - start;
		return new Measurement(latencies, calls.get(0).size(), together.count(), elapsed,
				this.encoder.statistics().since(before));
	}

	/**
	 * What was measured.
	 *
	 * @param latencies how long each call took
	 * @param textsPerCall number of texts of each call
	 * @param callers number of callers
	 * @param nanos how long all took
	 * @param statistics what the encoder did meanwhile
	 */
	record Measurement(Latencies latencies, int textsPerCall, int callers, long nanos, EncoderStatistics statistics) {

		private static final double NANOS_PER_SECOND = 1e9;

		double seconds() {
			return this.nanos / NANOS_PER_SECOND;
		}

		long texts() {
			return (long) this.latencies.count() * this.textsPerCall;
		}

		double textsPerSecond() {
			return texts() / seconds();
		}

		double tokensPerSecond() {
			return this.statistics.tokens() / seconds();
		}

		/** How much of the callers' time was spent on turning texts into tokens. */
		double tokenizerShare() {
			return this.statistics.tokenizing().toNanos() / ((double) this.callers * this.nanos);
		}

	}

}
