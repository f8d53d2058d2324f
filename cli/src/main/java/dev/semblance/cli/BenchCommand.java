package dev.semblance.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import dev.semblance.encoders.EncoderStatistics;
import dev.semblance.encoders.InferenceRuntime;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.ModelKind;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Measures how fast a model runs.
 */
@Command(name = "bench",
		description = "Measures how fast a model runs: one call with all texts, repeated, or with --threads single texts "
				+ "from several callers. Texts are encoded as documents; a cross-encoder scores each against one and "
				+ "the same query.")
@SuppressWarnings("NullAway.Init")
final class BenchCommand implements Callable<Integer> {

	/** More callers than that are refused by the runtime. */
	private static final int MOST_CALLERS = InferenceRuntime.Builder.DEFAULT_MAX_CALLS;

	private static final int MOST_SECONDS = 86_400;

	private static final double NANOS_PER_SECOND = 1e9;

	/** The first calls are compiled, and grow buffers. */
	private static final double WARM_UP_SHARE = 0.2;

	@Spec
	private CommandSpec command;

	@Mixin
	private ModelOptions model;

	@Option(names = "--kind", paramLabel = "K",
			description = "dense, sparse, multi-vector or cross (default: what the model's files say).")
	private @Nullable ModelKind kind;

	@Option(names = "--input", paramLabel = "FILE",
			description = "One text on each line, or JSON lines with a text if its name ends in .jsonl; blank lines "
					+ "are skipped (default: 800 texts of 5 to 250 words, always the same).")
	private @Nullable Path input;

	@Option(names = "--threads", paramLabel = "N",
			description = "Number of callers that each send one text after the other (default: one caller that sends "
					+ "all texts at once).")
	private @Nullable Integer threads;

	@Option(names = "--seconds", paramLabel = "S", defaultValue = "10",
			description = "How long to measure, after a warm-up of a fifth of it; calls in work are finished (default: "
					+ "${DEFAULT-VALUE}).")
	private double seconds;

	@Mixin
	private RuntimeOptions runtime;

	@Mixin
	private OutputOptions result;

	@Override
	public Integer call() {
		check();
		ModelReference reference = this.model.model().in(this.runtime.runtime());
		List<String> texts = texts();
		try (MeasuredEncoder encoder = MeasuredEncoder.load(reference,
				(this.kind != null) ? this.kind : reference.kind())) {
			BenchLoad load = new BenchLoad(encoder, texts, (this.threads != null) ? this.threads : 0);
			load.run(nanos(this.seconds * WARM_UP_SHARE));
			this.result.print(values(load.run(nanos(this.seconds)), encoder));
		}
		return 0;
	}

	private void check() {
		if (this.threads != null && (this.threads < 1 || this.threads > MOST_CALLERS)) {
			throw wrong("--threads is %d, but must be 1 to %d.".formatted(this.threads, MOST_CALLERS));
		}
		if (!(this.seconds > 0 && this.seconds <= MOST_SECONDS)) {
			throw wrong(
					"--seconds is %s, but must be more than 0 and at most %d.".formatted(this.seconds, MOST_SECONDS));
		}
	}

	private ParameterException wrong(String message) {
		return new ParameterException(this.command.commandLine(), message);
	}

	private List<String> texts() {
		if (this.input == null) {
			return SampleTexts.all();
		}
		List<String> texts = TextFile.read(this.input);
		if (texts.isEmpty()) {
			throw new InvalidInputException("%s holds no texts.".formatted(this.input),
					"Give a file with one or more, or leave out --input.");
		}
		return texts;
	}

	private static long nanos(double seconds) {
		return (long) (seconds * NANOS_PER_SECOND);
	}

	private static Map<String, Object> values(BenchLoad.Measurement measured, MeasuredEncoder encoder) {
		EncoderStatistics statistics = measured.statistics();
		Map<String, Object> values = new LinkedHashMap<>();
		values.put("texts_per_second", measured.textsPerSecond());
		values.put("tokens_per_second", measured.tokensPerSecond());
		values.put("p50_ms", measured.latencies().percentile(50));
		values.put("p95_ms", measured.latencies().percentile(95));
		values.put("p99_ms", measured.latencies().percentile(99));
		values.put("padding_waste", statistics.paddingWaste());
		values.put("tokenizer_share", measured.tokenizerShare());
		values.put("texts", measured.texts());
		values.put("tokens", statistics.tokens());
		values.put("truncated_texts", statistics.truncatedTexts());
		values.put("calls", measured.latencies().count());
		values.put("batches", statistics.batches());
		values.put("callers", measured.callers());
		values.put("seconds", measured.seconds());
		values.put("device", encoder.device().toString());
		return values;
	}

}
