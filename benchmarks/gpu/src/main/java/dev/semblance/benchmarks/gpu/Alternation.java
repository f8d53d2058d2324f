package dev.semblance.benchmarks.gpu;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import dev.semblance.encoders.CrossEncoder;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.Device;
import dev.semblance.encoders.ModelPrecision;

/**
 * Lets an embedder and a reranker take turns on one device, with batches of ever other
 * shapes, and watches the memory.
 */
final class Alternation implements Part {

	private static final double MOST_MB_PER_ROUND = 1;

	private static final int MOST_TEXTS = 64;

	@Override
	public void run(Work work, Rows rows) throws IOException {
		// What a GPU would run if nobody said anything.
		ModelPrecision precision = work.precisions().get(work.precisions().size() - 1);
		List<String> texts = work.texts(Work.MIXED);
		List<String> queries = work.texts(Work.QUERIES);
		List<Reading> readings = new ArrayList<>();
		int rounds = work.amounts().alternations();
		Random random = new Random(1);
		long start = System.nanoTime();
		try (DenseEncoder embedder = work.embedder(precision);
				CrossEncoder reranker = work.reranker(precision, work.device())) {
			readings.add(Reading.after(0, work.device()));
			for (int round = 1; round <= rounds; round++) {
				embedder.encodeDocuments(some(texts, random));
				reranker.score(queries.get(round % queries.size()), some(texts, random));
				if (round % work.amounts().sampleEvery() == 0) {
					readings.add(Reading.after(round, work.device()));
				}
			}
		}
		report(work, readings, rows.of("alternation", precision, Work.MIXED));
		rows.of("alternation", precision, Work.MIXED)
			.measured("rounds_per_second", rounds / ((System.nanoTime() - start) / 1e9), "1/s");
	}

	private static List<String> some(List<String> texts, Random random) {
		int count = 1 + random.nextInt(Math.min(MOST_TEXTS, texts.size()));
		int first = random.nextInt(texts.size() - count + 1);
		return texts.subList(first, first + count);
	}

	private static void report(Work work, List<Reading> readings, Rows.Group group) {
		List<Reading> steady = readings.subList(readings.size() / 5, readings.size());
		double[] rounds = steady.stream().mapToDouble(Reading::round).toArray();
		double slope = Numbers.slope(rounds, steady.stream().mapToDouble(Reading::device).toArray());
		if (work.device() instanceof Device.Gpu) {
			group.judged("device_memory_slope", slope, "MB/round", slope < MOST_MB_PER_ROUND,
					"less than %s, after the first fifth of %d rounds".formatted(MOST_MB_PER_ROUND,
							work.amounts().alternations()));
		}
		else {
			// A heap that still grows is no leak.
			group.measured("device_memory_slope", slope, "MB/round");
		}
		group
			.measured("process_memory_slope",
					Numbers.slope(rounds, steady.stream().mapToDouble(Reading::process).toArray()), "MB/round")
			.measured("device_memory_at_start", readings.get(0).device(), "MB")
			.measured("device_memory_after_a_fifth", steady.get(0).device(), "MB")
			.measured("device_memory_at_end", readings.get(readings.size() - 1).device(), "MB");
	}

	/**
	 * How much memory was taken.
	 *
	 * @param round after how many rounds
	 * @param device of the device
	 * @param process of the machine, by this process
	 */
	private record Reading(int round, double device, double process) {

		static Reading after(int round, Device device) throws IOException {
			return new Reading(round, DeviceMemory.used(device), DeviceMemory.usedByProcess());
		}

	}

}
