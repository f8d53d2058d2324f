package dev.semblance.benchmarks.gpu;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.ModelPrecision;
import dev.semblance.encoders.SemblanceException;

/**
 * Measures how long single queries take, one after the other and from several callers.
 */
final class Latency implements Part {

	private static final double MOST_SECONDS = 8;

	@Override
	public void run(Work work, Rows rows) throws IOException, InterruptedException {
		List<String> queries = work.texts(Work.QUERIES);
		Work.Amounts amounts = work.amounts();
		for (ModelPrecision precision : work.precisions()) {
			try (DenseEncoder encoder = work.embedder(precision)) {
				calls(encoder, queries, 0, Math.min(200, amounts.queries()), MOST_SECONDS);
				report(calls(encoder, queries, 0, amounts.queries(), MOST_SECONDS),
						rows.of("latency", precision, Work.QUERIES));
				measureCallers(work, encoder, queries,
						rows.of("latency of " + amounts.callers() + " callers", precision, Work.QUERIES));
			}
			catch (SemblanceException | IllegalStateException ex) {
				rows.of("latency", precision, Work.QUERIES).failed("p50", ex);
			}
		}
	}

	private static void measureCallers(Work work, DenseEncoder encoder, List<String> queries, Rows.Group group)
			throws InterruptedException {
		int callers = work.amounts().callers();
		ExecutorService threads = Executors.newFixedThreadPool(callers);
		try {
			double seconds = 2 * work.amounts().seconds();
			long start = System.nanoTime();
			List<Callable<double[]>> calls = IntStream.range(0, callers)
				.<Callable<double[]>>mapToObj((caller) -> () -> calls(encoder, queries,
						caller * queries.size() / callers, Integer.MAX_VALUE, seconds))
				.toList();
			List<Future<double[]>> done = threads.invokeAll(calls);
			double taken = (System.nanoTime() - start) / 1e9;
			DoubleStream.Builder every = DoubleStream.builder();
			for (Future<double[]> call : done) {
				DoubleStream.of(Throughput.join(call)).forEach(every);
			}
			double[] latencies = every.build().toArray();
			report(latencies, group);
			group.measured("queries_per_second", latencies.length / taken, "1/s");
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static double[] calls(DenseEncoder encoder, List<String> queries, int first, int most, double seconds) {
		DoubleStream.Builder latencies = DoubleStream.builder();
		long begin = System.nanoTime();
		for (int i = 0; i < most && System.nanoTime() - begin < seconds * 1e9; i++) {
			String query = queries.get((first + i) % queries.size());
			long start = System.nanoTime();
			encoder.encodeQuery(query);
			latencies.add((System.nanoTime() - start) / 1e3);
		}
		return latencies.build().toArray();
	}

	private static void report(double[] latencies, Rows.Group group) {
		group.measured("calls", latencies.length, "")
			.measured("p50", Numbers.percentile(latencies, 50), "us")
			.measured("p99", Numbers.percentile(latencies, 99), "us")
			.measured("mean", DoubleStream.of(latencies).average().orElse(Double.NaN), "us");
	}

}
