package dev.semblance.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

import dev.semblance.encoders.CallCancelledException;
import dev.semblance.encoders.EncodingException;

/**
 * Callers that work at the same time, each making one call after the other.
 *
 * @param count how many
 */
record Callers(int count) {

	/**
	 * Makes calls, in rounds of which each caller begins elsewhere, until the time is
	 * over and the calls in work are done; at least one call of each caller.
	 * @param round number of different calls
	 * @param call makes a call, told which one
	 * @param nanos the time
	 * @return how long the calls took
	 */
	Latencies run(int round, IntConsumer call, long nanos) {
		long end = System.nanoTime() + nanos;
		List<Callable<Latencies>> work = new ArrayList<>();
		for (int caller = 0; caller < this.count; caller++) {
			int first = (int) ((long) caller * round / this.count);
			work.add(() -> call(round, first, call, end));
		}
		ExecutorService threads = Executors.newFixedThreadPool(this.count);
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

	private static Latencies call(int round, int first, IntConsumer call, long end) {
		Latencies latencies = new Latencies();
		int next = first;
		do {
			long start = System.nanoTime();
			call.accept(next);
			latencies.add(System.nanoTime() - start);
			next = (next + 1) % round;
		}
		while (System.nanoTime() - end < 0);
		return latencies;
	}

}
