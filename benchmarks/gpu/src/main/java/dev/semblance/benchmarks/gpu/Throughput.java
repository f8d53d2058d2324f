package dev.semblance.benchmarks.gpu;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.EncoderStatistics;
import dev.semblance.encoders.InferenceRuntime;
import dev.semblance.encoders.ModelPrecision;
import dev.semblance.encoders.SemblanceException;

/**
 * Measures how many texts a second an embedder takes, texts in and vectors out: of one
 * caller who brings them all, and of several who bring some at a time.
 */
final class Throughput implements Part {

	private static final int FEW = 128;

	private static final int TEXTS_OF_A_REQUEST = 256;

	/** Tokens of batches that are larger than what encoders choose by themselves. */
	private static final List<Integer> LARGE_BATCHES = List.of(32_768, 131_072);

	@Override
	public void run(Work work, Rows rows) throws IOException, InterruptedException {
		for (ModelPrecision precision : work.precisions()) {
			long start = System.nanoTime();
			try (DenseEncoder encoder = work.embedder(precision)) {
				rows.of("load", precision, "").measured("seconds", seconds(start), "s");
				warmUp(work, encoder);
				for (String length : work.lengths()) {
					measure(work, length, encoder, rows.of("throughput", precision, length));
				}
				measureCallers(work, encoder,
						rows.of("throughput of " + work.amounts().callers() + " callers", precision, Work.MIXED));
			}
			catch (SemblanceException | IllegalStateException ex) {
				rows.of("throughput", precision, "").failed("texts_per_second", ex);
			}
		}
		measureLargeBatches(work, rows);
	}

	/** Tells whether another choice would have been better. */
	private static void measureLargeBatches(Work work, Rows rows) throws IOException {
		ModelPrecision precision = work.precisions().get(work.precisions().size() - 1);
		for (int tokens : LARGE_BATCHES) {
			Rows.Group group = rows.of("throughput of %d tokens a batch".formatted(tokens), precision, Work.MIXED);
			try (DenseEncoder encoder = work.embedder(precision, tokens, InferenceRuntime.shared())) {
				measure(work, Work.MIXED, encoder, group);
			}
			catch (SemblanceException | IllegalStateException ex) {
				group.failed("texts_per_second", ex);
			}
		}
	}

	/**
	 * Whatever comes first must not pay for what the JVM and the device have yet to
	 * learn.
	 */
	static void warmUp(Work work, DenseEncoder encoder) throws IOException {
		List<String> texts = work.texts(Work.MIXED);
		round(encoder, texts.subList(0, Math.min(FEW, texts.size())), 2 * work.amounts().seconds());
	}

	static void measure(Work work, String length, DenseEncoder encoder, Rows.Group group) throws IOException {
		List<String> all = work.texts(length);
		List<String> texts = all;
		// The first runs of a shape are slow, so the second estimate is the one to rely
		// on.
		for (int i = 0; i < 2; i++) {
			List<String> tried = (i == 0) ? all.subList(0, Math.min(FEW, all.size())) : texts;
			long start = System.nanoTime();
			encoder.encodeDocuments(tried);
			double enough = tried.size() / seconds(start) * work.amounts().seconds();
			texts = all.subList(0, (int) Math.min(all.size(), Math.max(FEW, enough)));
		}
		List<Round> rounds = new ArrayList<>();
		for (int i = 0; i < work.amounts().rounds(); i++) {
			rounds.add(round(encoder, texts, work.amounts().seconds()));
		}
		report(rounds, group);
	}

	private static Round round(DenseEncoder encoder, List<String> texts, double seconds) {
		EncoderStatistics before = encoder.statistics();
		long start = System.nanoTime();
		do {
			encoder.encodeDocuments(texts);
		}
		while (seconds(start) < seconds);
		double taken = seconds(start);
		return new Round(encoder.statistics().since(before), taken);
	}

	static void measureCallers(Work work, DenseEncoder encoder, Rows.Group group)
			throws IOException, InterruptedException {
		List<String> texts = work.texts(Work.MIXED);
		int callers = work.amounts().callers();
		ExecutorService threads = Executors.newFixedThreadPool(callers);
		try {
			List<Round> rounds = new ArrayList<>();
			// The first round is to warm up.
			for (int i = 0; i <= work.amounts().rounds(); i++) {
				rounds.add(round(threads, callers, encoder, texts, work.amounts().seconds()));
			}
			report(rounds.subList(1, rounds.size()), group);
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static Round round(ExecutorService threads, int callers, DenseEncoder encoder, List<String> texts,
			double seconds) throws InterruptedException {
		EncoderStatistics before = encoder.statistics();
		long start = System.nanoTime();
		List<Callable<Boolean>> calls = IntStream.range(0, callers).<Callable<Boolean>>mapToObj((caller) -> () -> {
			int first = caller * texts.size() / callers;
			do {
				encoder.encodeDocuments(texts.subList(first, Math.min(first + TEXTS_OF_A_REQUEST, texts.size())));
				first = (first + TEXTS_OF_A_REQUEST) % texts.size();
			}
			while (seconds(start) < seconds);
			return true;
		}).toList();
		for (Future<Boolean> call : threads.invokeAll(calls)) {
			join(call);
		}
		return new Round(encoder.statistics().since(before), seconds(start));
	}

	/**
	 * Waits for a caller.
	 * @param <T> what it returns
	 * @param call what it does
	 * @return its result
	 * @throws InterruptedException if somebody wants this to end
	 */
	static <T> T join(Future<T> call) throws InterruptedException {
		try {
			return call.get();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex.getCause());
		}
	}

	private static void report(List<Round> rounds, Rows.Group group) {
		EncoderStatistics sum = rounds.stream()
			.map(Round::done)
			.reduce(EncoderStatistics.NONE, EncoderStatistics::plus);
		double taken = rounds.stream().mapToDouble(Round::seconds).sum();
		group.measured("texts_per_second", median(rounds, (double) sum.texts() / sum.tokens()), "1/s")
			.measured("tokens_per_second", median(rounds, 1), "1/s")
			.measured("tokens_per_text", (double) sum.tokens() / sum.texts(), "")
			.measured("texts_per_batch", (double) sum.texts() / sum.batches(), "")
			.measured("padding_waste", sum.paddingWaste(), "")
			.measured("tokenizing_share", share(sum.tokenizing(), taken), "")
			.measured("running_share", share(sum.running(), taken), "");
	}

	private static double median(List<Round> rounds, double factor) {
		return Numbers.median(rounds.stream().mapToDouble((round) -> round.done().tokens() / round.seconds()).toArray())
				* factor;
	}

	private static double share(Duration time, double seconds) {
		return time.toNanos() / 1e9 / seconds;
	}

	private static double seconds(long start) {
		return (System.nanoTime() - start) / 1e9;
	}

	/**
	 * What was done in one round.
	 *
	 * @param done the encoder's statistics
	 * @param seconds how long it took
	 */
	private record Round(EncoderStatistics done, double seconds) {
	}

}
