package dev.semblance.benchmarks.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Callers that each send single texts, the next one as soon as the last is answered.
 */
final class ConcurrentQueries {

	private final Contestant contestant;

	private final List<String> texts;

	ConcurrentQueries(Contestant contestant, List<String> texts) {
		this.contestant = contestant;
		this.texts = texts;
	}

	Answer run(int threads, double seconds) throws Exception {
		ExecutorService callers = Executors.newFixedThreadPool(threads);
		try {
			long start = System.nanoTime();
			long end = start + (long) (seconds * 1e9);
			List<Callable<Latencies>> tasks = new ArrayList<>();
			for (int caller = 0; caller < threads; caller++) {
				int first = caller * this.texts.size() / threads;
				tasks.add(() -> call(first, end));
			}
			Latencies all = new Latencies();
			for (Future<Latencies> latencies : callers.invokeAll(tasks)) {
				all.addAll(latencies.get());
			}
			double elapsed = (System.nanoTime() - start) / 1e9;
			return all.describe(new Answer().put("queries", all.count()).put("seconds", elapsed));
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
			this.contestant.encodeOne(this.texts.get(next++ % this.texts.size()));
			long now = System.nanoTime();
			latencies.add(now - start);
			start = now;
		}
		return latencies;
	}

}
