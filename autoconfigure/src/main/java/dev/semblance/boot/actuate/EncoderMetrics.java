package dev.semblance.boot.actuate;

import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

import dev.semblance.encoders.CrossEncoder;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.EncoderStatistics;
import dev.semblance.encoders.MultiVectorEncoder;
import dev.semblance.encoders.SparseEncoder;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Metrics of an encoder, read from its statistics when somebody asks for them. Encoders
 * that are beans have them already.
 */
public final class EncoderMetrics implements MeterBinder {

	/** The prefix of all names. */
	static final String PREFIX = "semblance.encoder.";

	private final LoadedEncoder encoder;

	EncoderMetrics(LoadedEncoder encoder) {
		this.encoder = encoder;
	}

	/**
	 * Creates metrics of a dense encoder.
	 * @param name tells it from other encoders of the application
	 * @param encoder the encoder
	 */
	public EncoderMetrics(String name, DenseEncoder encoder) {
		this(LoadedEncoder.of(name, encoder, null));
	}

	/**
	 * Creates metrics of a sparse encoder.
	 * @param name tells it from other encoders of the application
	 * @param encoder the encoder
	 */
	public EncoderMetrics(String name, SparseEncoder encoder) {
		this(LoadedEncoder.of(name, encoder, null));
	}

	/**
	 * Creates metrics of a multi-vector encoder.
	 * @param name tells it from other encoders of the application
	 * @param encoder the encoder
	 */
	public EncoderMetrics(String name, MultiVectorEncoder encoder) {
		this(LoadedEncoder.of(name, encoder, null));
	}

	/**
	 * Creates metrics of a cross-encoder.
	 * @param name tells it from other encoders of the application
	 * @param encoder the encoder
	 */
	public EncoderMetrics(String name, CrossEncoder encoder) {
		this(LoadedEncoder.of(name, encoder, null));
	}

	static Tags tags(ModelDescription model) {
		return Tags.of("encoder", model.encoder(), "model", model.name(), "kind", model.kind());
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		count(registry, "texts", "texts", "Texts or pairs that were run through the model.", EncoderStatistics::texts);
		count(registry, "tokens", "tokens", "Tokens that were run, padding not included.", EncoderStatistics::tokens);
		count(registry, "padding.tokens", "tokens", "Tokens that were run only to fill batches up.",
				EncoderStatistics::paddingTokens);
		count(registry, "batches", "batches", "Batches that were run.", EncoderStatistics::batches);
		count(registry, "truncated.texts", "texts", "Texts that were too long and lost a part.",
				EncoderStatistics::truncatedTexts);
		time(registry, "tokenizing", "Time of turning texts into tokens, added up over callers.",
				EncoderStatistics::texts, (statistics) -> statistics.tokenizing().toNanos());
		time(registry, "running", "Time of running batches, added up over lanes.", EncoderStatistics::batches,
				(statistics) -> statistics.running().toNanos());
	}

	private void count(MeterRegistry registry, String name, String unit, String description,
			ToDoubleFunction<EncoderStatistics> value) {
		// Meters hold what they measure weakly, and nobody else holds it.
		FunctionCounter.builder(PREFIX + name, this, (metrics) -> value.applyAsDouble(this.encoder.statistics().get()))
			.tags(tags(this.encoder.description()))
			.baseUnit(unit)
			.description(description)
			.register(registry);
	}

	private void time(MeterRegistry registry, String name, String description, ToLongFunction<EncoderStatistics> count,
			ToDoubleFunction<EncoderStatistics> nanos) {
		FunctionTimer
			.builder(PREFIX + name, this, (metrics) -> count.applyAsLong(this.encoder.statistics().get()),
					(metrics) -> nanos.applyAsDouble(this.encoder.statistics().get()), TimeUnit.NANOSECONDS)
			.tags(tags(this.encoder.description()))
			.description(description)
			.register(registry);
	}

}
