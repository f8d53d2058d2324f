package dev.semblance.benchmarks.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/**
 * Callers that each send single queries, the next one as soon as the last is answered.
 */
public final class ConcurrentQueries {

	private final IntConsumer query;

	private final int count;

	/**
	 * Prepares queries.
	 * @param query sends one of them, called by many threads
	 * @param count how many different ones there are
	 */
	public ConcurrentQueries(IntConsumer query, int count) {
		this.query = query;
		this.count = count;
	}

	/**
	 * Sends them.
	 * @param threads how many callers
	 * @param seconds how long
	 * @return what was done, and how long single queries took
	 * @throws Exception if a query fails
	 */
	public Answer run(int threads, double seconds) throws Exception {
		ExecutorService callers = Executors.newFixedThreadPool(threads);
		try {
			long start = System.nanoTime();
			long end = start + (long) (seconds * 1e9);
			List<Callable<Latencies>> tasks = new ArrayList<>();
			for (int caller = 0; caller < threads; caller++) {
				int first = caller * this.count / threads;
				tasks.add(() -> call(first, end));
			}
			Latencies all = new Latencies();
			for (Future<Latencies> latencies : callers.invokeAll(tasks)) {
				all.addAll(latencies.get());
			}
			double elapsed = (System.nanoTime() - start) / 1e9;
			return all.describe(new Answer().put("queries", all.count())
				.put("seconds", elapsed)
				.put("queries_per_second", all.count() / elapsed));
		}
		finally {
			callers.shutdownNow();
		}
	}

	private Latencies call(int first, long end) {
		Latencies latencies = new Latencies();
		int next = first;
		long start = System.nanoTime();
		while (start < end) {
			this.query.accept(next++ % this.count);
			long now = System.nanoTime();
			latencies.add(now - start);
			start = now;
		}
		return latencies;
	}

}
