package dev.semblance.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.semblance.encoders.CallCancelledException;
import dev.semblance.encoders.EncoderStatistics;
import dev.semblance.encoders.EncodingException;

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
		EncoderStatistics before = this.encoder.statistics();
		long start = System.nanoTime();
		Latencies latencies = (this.callers == 0) ? call(List.of(this.texts), 0, start + nanos)
				: callTogether(start + nanos);
		long elapsed = System.nanoTime() - start;
		return new Measurement(latencies, (this.callers == 0) ? this.texts.size() : 1, Math.max(1, this.callers),
				elapsed, this.encoder.statistics().since(before));
	}

	private Latencies callTogether(long end) {
		List<List<String>> calls = this.texts.stream().map(List::of).toList();
		List<Callable<Latencies>> work = new ArrayList<>();
		for (int caller = 0; caller < this.callers; caller++) {
			int first = (int) ((long) caller * calls.size() / this.callers);
			work.add(() -> call(calls, first, end));
		}
		ExecutorService threads = Executors.newFixedThreadPool(this.callers);
		try {
			List<Latencies> parts = new ArrayList<>();
			for (Future<Latencies> part : threads.invokeAll(work)) {
				parts.add(part.get());
			}
			return Latencies.of(parts);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof Error error) {
				throw error;
			}
			throw (ex.getCause() instanceof RuntimeException failure) ? failure
					: new EncodingException("A caller failed: %s.".formatted(ex.getCause()), "Run it again.", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new CallCancelledException("The measurement was interrupted.", "Run it again.");
		}
		finally {
			threads.shutdownNow();
		}
	}

	private Latencies call(List<List<String>> calls, int first, long end) {
		Latencies latencies = new Latencies();
		int next = first;
		do {
			long start = System.nanoTime();
			this.encoder.run(calls.get(next));
			latencies.add(System.nanoTime() - start);
			next = (next + 1) % calls.size();
		}
		while (System.nanoTime() - end < 0);
		return latencies;
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
