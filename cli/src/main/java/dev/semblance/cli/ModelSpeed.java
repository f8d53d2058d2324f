package dev.semblance.cli;

import java.util.List;

/**
 * How fast a model runs, measured in a few seconds.
 *
 * @param seconds how long it took to find out
 * @param textsPerSecond texts of a call with many
 * @param tokensPerSecond their tokens
 * @param single median of calls with one text, in milliseconds
 */
record ModelSpeed(double seconds, double textsPerSecond, double tokensPerSecond, double single) {

	private static final double NANOS_PER_SECOND = 1e9;

	/** The first calls are compiled, and grow buffers. */
	private static final double WARM_UP_SHARE = 0.2;

	private static final double MANY_SHARE = 0.6;

	private static final double SINGLE_SHARE = 0.2;

	/** So many that the first call is soon done on a slow machine, too. */
	private static final int FEW = 8;

	/**
	 * Measures.
	 * @param encoder the encoder
	 * @param seconds for how long; calls in work are finished
	 * @return what was measured
	 */
	static ModelSpeed measure(MeasuredEncoder encoder, double seconds) {
		List<String> texts = SampleTexts.all();
		long start = System.nanoTime();
		double rough = run(encoder, texts.subList(0, FEW), 0, seconds * WARM_UP_SHARE).textsPerSecond();
		// Full batches need many texts, and a call with many must not outlast the time.
		int many = (int) Math.max(FEW, Math.min(texts.size(), rough * seconds * MANY_SHARE / 2));
		BenchLoad.Measurement calls = run(encoder, texts.subList(0, many), 0, seconds * MANY_SHARE);
		Latencies latencies = run(encoder, texts, 1, seconds * SINGLE_SHARE).latencies();
		return new ModelSpeed((System.nanoTime() - start) / NANOS_PER_SECOND, calls.textsPerSecond(),
				calls.tokensPerSecond(), latencies.percentile(50));
	}

	private static BenchLoad.Measurement run(MeasuredEncoder encoder, List<String> texts, int callers, double seconds) {
		return new BenchLoad(encoder, texts, callers).run((long) (seconds * NANOS_PER_SECOND));
	}

}
