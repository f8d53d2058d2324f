package dev.semblance.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;

import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.DenseEncoderBuilder;
import dev.semblance.encoders.EncoderStatistics;
import dev.semblance.encoders.InferenceRuntime;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.ModelKind;
import dev.semblance.encoders.SparseEncoder;
import dev.semblance.retrieval.Leg;
import dev.semblance.retrieval.bm25.CorpusStatistics;
import dev.semblance.retrieval.bm25.CorpusStatisticsCollector;
import dev.semblance.retrieval.pipeline.LegEncoders;
import dev.semblance.retrieval.pipeline.RetrieverSettings;
import dev.semblance.retrieval.store.DocumentStore;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Measures how fast a model runs, or a store.
 */
@Command(name = "bench",
		description = "Measures how fast a model runs: one call with all texts, repeated, or with --threads single texts "
				+ "from several callers. Texts are encoded as documents; a cross-encoder scores each against one and "
				+ "the same query. With --store it measures a store instead: how fast it takes in the encoded texts, "
				+ "finds them unchanged and answers searches for the first words of some, and how much it finds of "
				+ "what an exact search finds.")
@SuppressWarnings("NullAway.Init")
final class BenchCommand implements Callable<Integer> {

	/** More callers than that are refused by the runtime. */
	private static final int MOST_CALLERS = InferenceRuntime.Builder.DEFAULT_MAX_CALLS;

	private static final int MOST_CONNECTIONS = 32;

	private static final Set<String> OPTIONS_OF_STORES = Set.of("--store-url", "--legs", "--weights", "--fusion",
			"--window", "--sparse-model");

	private static final Set<String> OPTIONS_OF_MODELS = Set.of("--kind", "--lanes", "--latency-threads", "--spinning");

	private static final int MOST_SECONDS = 86_400;

	private static final double NANOS_PER_SECOND = 1e9;

	private static final String LANGUAGE = "english";

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
					+ "all texts at once; of a store: 1).")
	private @Nullable Integer threads;

	@Option(names = "--seconds", paramLabel = "S", defaultValue = "10",
			description = "How long to measure, after a warm-up of a fifth of it; calls in work are finished (default: "
					+ "${DEFAULT-VALUE}).")
	private double seconds;

	@Option(names = "--store", paramLabel = "KIND",
			description = "Measure a store: memory, lucene or pgvector. It is made for this, and deleted in the end: "
					+ "lucene in a temporary folder, pgvector in a schema " + TemporarySchema.PREFIX + "... with a "
					+ "random name, with up to " + MOST_CONNECTIONS + " connections; both stay if the process is "
					+ "killed.")
	private @Nullable StoreKind store;

	@Mixin
	private PostgresOptions postgres;

	@Mixin
	private FusionOptions fusion;

	@Mixin
	private SparseOptions sparse;

	@Mixin
	private RuntimeOptions runtime;

	@Mixin
	private OutputOptions result;

	@Override
	public Integer call() {
		check();
		this.result.print((this.store != null) ? measureStore(this.store) : measureModel());
		return 0;
	}

	private Map<String, Object> measureModel() {
		ModelReference reference = this.model.model().in(this.runtime.runtime());
		List<String> texts = texts();
		try (MeasuredEncoder encoder = MeasuredEncoder.load(reference,
				(this.kind != null) ? this.kind : reference.kind())) {
			BenchLoad load = new BenchLoad(encoder, texts, (this.threads != null) ? this.threads : 0);
			load.run(nanos(this.seconds * WARM_UP_SHARE));
			return values(load.run(nanos(this.seconds)), encoder);
		}
	}

	private Map<String, Object> measureStore(StoreKind kind) {
		RetrieverSettings settings = this.fusion.settings(kind == StoreKind.MEMORY);
		DenseEncoderBuilder builder = this.fusion.asks(Leg.DENSE) ? this.model.model().dense() : null;
		List<String> texts = texts();
		Callers callers = new Callers((this.threads != null) ? this.threads : 1);
		try (StorePlace place = place(kind, callers);
				DenseEncoder dense = (builder != null) ? builder.build() : null;
				SparseEncoder sparseEncoder = this.fusion.asks(Leg.SPARSE)
						? this.sparse.load(this.model, () -> statistics(texts)) : null;
				DocumentStore opened = place.open(LANGUAGE, (dense != null) ? dense.model() : null,
						(sparseEncoder != null) ? sparseEncoder.model() : null)) {
			StoreWorkload workload = StoreWorkload.of(texts, new LegEncoders(dense, sparseEncoder), settings);
			return new StoreBench(opened, workload, callers).run(nanos(this.seconds * WARM_UP_SHARE),
					nanos(this.seconds));
		}
	}

	private StorePlace place(StoreKind kind, Callers callers) {
		return switch (kind) {
			case MEMORY -> LucenePlace.inMemory();
			case LUCENE -> LucenePlace.temporary();
			case PGVECTOR -> PgVectorPlace.temporary(this.postgres.server(),
					Math.min(Math.max(callers.count(), 2), MOST_CONNECTIONS));
		};
	}

	private static CorpusStatistics statistics(List<String> texts) {
		try (CorpusStatisticsCollector collector = new CorpusStatisticsCollector(LANGUAGE)) {
			texts.forEach(collector::add);
			return collector.finish();
		}
	}

	private void check() {
		Set<String> others = (this.store != null) ? OPTIONS_OF_MODELS : OPTIONS_OF_STORES;
		this.command.commandLine()
			.getParseResult()
			.matchedOptions()
			.stream()
			.map(OptionSpec::longestName)
			.filter(others::contains)
			.findFirst()
			.ifPresent((option) -> {
				throw wrong(((this.store != null) ? "%s does not go with --store." : "%s needs --store.")
					.formatted(option));
			});
		if (this.store != null) {
			this.postgres.check(this.store);
			this.sparse.check(this.fusion);
		}
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
