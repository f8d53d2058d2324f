package dev.semblance.benchmarks.micro;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.Device;
import dev.semblance.encoders.InferenceRuntime;
import dev.semblance.encoders.ModelPrecision;
import dev.semblance.encoders.TextRole;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Tells what rewriting a model's graph is worth on the CPU: the model as it is, fused,
 * and in eight bits encode the same texts in turn, so that whatever else slows the
 * machine down slows all of them. Each on a lane of its own, so on one thread.
 */
@Command(name = "optimized-models", mixinStandardHelpOptions = true,
		description = "Compares a model as it is with what the optimizer makes of it.")
final class OptimizedModels implements Callable<Integer> {

	/** Of one batch on a CPU. */
	private static final int TOKENS = 512;

	private static final int MIXED = 64;

	private static final int LONGEST_OF_MIXED = 220;

	@Option(names = "--model", defaultValue = "sentence-transformers/all-MiniLM-L6-v2", paramLabel = "M",
			description = "Dense model in single precision (default: ${DEFAULT-VALUE}).")
	private String model = "";

	@Option(names = "--words", split = ",", defaultValue = "6,14,30,62,126,240", paramLabel = "N",
			description = "Words of the texts that are encoded together (default: ${DEFAULT-VALUE}).")
	private List<Integer> words = List.of();

	@Option(names = "--rounds", defaultValue = "15", paramLabel = "N",
			description = "How often each form gets its turn (default: ${DEFAULT-VALUE}).")
	private int rounds;

	@Option(names = "--output", paramLabel = "FILE", description = "Where results are added as lines of JSON, too.")
	private @Nullable Path output;

	private OptimizedModels() {
	}

	/**
	 * Measures and prints one object of JSON per workload.
	 * @param args options, see {@code --help}
	 */
	public static void main(String[] args) {
		Locale.setDefault(Locale.ROOT);
		System.exit(new CommandLine(new OptimizedModels()).execute(args));
	}

	@Override
	public Integer call() {
		InferenceRuntime runtime = InferenceRuntime.builder().lanes(1).build();
		try (DenseEncoder unfused = open(runtime, ModelPrecision.FP32, false);
				DenseEncoder fused = open(runtime, ModelPrecision.FP32, true);
				DenseEncoder eightBits = open(runtime, ModelPrecision.INT8, true)) {
			Map<String, DenseEncoder> forms = new LinkedHashMap<>();
			forms.put("unfused", unfused);
			forms.put("fused", fused);
			forms.put("int8", eightBits);
			Random random = new Random(7);
			measure("mixed",
					IntStream.range(0, MIXED)
						.mapToObj((i) -> text(random, 1 + random.nextInt(LONGEST_OF_MIXED)))
						.toList(),
					forms);
			for (int count : this.words) {
				// Two tokens of each text are special.
				measure("%d words".formatted(count),
						IntStream.range(0, Math.max(1, TOKENS / (count + 2)))
							.mapToObj((i) -> text(random, count))
							.toList(),
						forms);
				measure("1 text of %d words".formatted(count), List.of(text(random, count)), forms);
			}
		}
		return 0;
	}

	private DenseEncoder open(InferenceRuntime runtime, ModelPrecision precision, boolean optimized) {
		return DenseEncoder.builder(this.model)
			.runtime(runtime)
			.device(new Device.Cpu())
			.precision(precision)
			.optimized(optimized)
			.tokenBudget(TOKENS)
			.build();
	}

	/** Of words that are one token each. */
	private static String text(Random random, int words) {
		List<String> vocabulary = List.of("time", "people", "water", "house", "school", "night", "world", "hand",
				"city", "story", "music", "war", "light", "book", "river", "state");
		return String.join(" ", random.ints(words, 0, vocabulary.size()).mapToObj(vocabulary::get).toList());
	}

	private void measure(String workload, List<String> texts, Map<String, DenseEncoder> forms) {
		int repetitions = Math.max(1, 8 / texts.size());
		Map<String, double[]> seconds = new LinkedHashMap<>();
		forms.keySet().forEach((form) -> seconds.put(form, new double[this.rounds]));
		for (int round = -2; round < this.rounds; round++) {
			for (Map.Entry<String, DenseEncoder> form : forms.entrySet()) {
				long start = System.nanoTime();
				for (int i = 0; i < repetitions; i++) {
					form.getValue().encode(texts, TextRole.DOCUMENT);
				}
				if (round >= 0) {
					Objects.requireNonNull(seconds.get(form.getKey()))[round] = (System.nanoTime() - start) / 1e9
							/ repetitions;
				}
			}
		}
		report(workload, texts.size(), seconds);
	}

	private void report(String workload, int texts, Map<String, double[]> seconds) {
		List<String> parts = new ArrayList<>();
		double unfused = 0;
		for (Map.Entry<String, double[]> form : seconds.entrySet()) {
			double median = median(form.getValue());
			unfused = parts.isEmpty() ? median : unfused;
			parts.add("\"%s_texts_per_second\":%.1f,\"%s_against_unfused\":%.3f".formatted(form.getKey(),
					texts / median, form.getKey(), unfused / median));
		}
		String line = "{\"at\":\"%s\",\"model\":\"%s\",\"workload\":\"%s\",\"texts\":%d,%s,\"rounds\":%d}"
			.formatted(Instant.now(), this.model, workload, texts, String.join(",", parts), this.rounds);
		System.out.println(line);
		if (this.output != null) {
			try {
				Files.writeString(this.output, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	private static double median(double[] values) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		return sorted[sorted.length / 2];
	}

}
