package dev.semblance.boot.encoders;

import java.util.function.Function;

import dev.semblance.boot.ModelProperties;
import dev.semblance.boot.SemblanceProperties.ModelRuntime;
import dev.semblance.boot.internal.ConfiguredValue;
import dev.semblance.encoders.Device;
import dev.semblance.encoders.EncoderBuilder;
import dev.semblance.encoders.InferenceRuntime;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.ModelHub;
import dev.semblance.encoders.ModelPrecision;
import org.jspecify.annotations.Nullable;

/**
 * Makes encoders of any kind as they are configured, so that what is wrong with a value
 * is said of its property.
 *
 * @param prefix the prefix of the properties, without a dot at its end
 * @param properties their values
 * @param runtime the properties of the runtime
 * @param inferenceRuntime what the encoder runs in
 * @param hub where its model comes from
 */
public record EncoderFactory(String prefix, ModelProperties properties, ModelRuntime runtime,
		InferenceRuntime inferenceRuntime, ModelHub hub) {

	/** How the sentences about a maximum length begin. */
	private static final String MAX_LENGTH = "The maximum length";

	/**
	 * Returns the model.
	 * @return its name
	 */
	public String model() {
		String model = this.properties.model();
		if (model == null || model.isBlank()) {
			throw new ConfiguredValue<@Nullable String>(this.prefix + ".model", model).refused(
					"Name a model, for example sentence-transformers/all-MiniLM-L6-v2, or leave out the property.");
		}
		return model;
	}

	/**
	 * Makes an encoder.
	 * @param start starts a builder for a model
	 * @param finish sets what only its kind has, and builds
	 * @param <B> the builder
	 * @param <E> the encoder
	 * @return the encoder, to be closed
	 */
	public <B extends EncoderBuilder<B>, E> E create(Function<String, B> start, Function<B, E> finish) {
		B builder = start.apply(model())
			.truncation(this.properties.truncation())
			.runtime(this.inferenceRuntime)
			.hub(this.hub);
		value("revision", this.properties.revision(), builder::revision);
		builder.precision(new ConfiguredValue<>(this.prefix + ".precision", this.properties.precision())
			.map(ModelPrecision::named));
		builder.optimized(this.properties.optimized()).device(device());
		ConfiguredValue.of("semblance.runtime.token-budget", this.runtime.tokenBudget())
			.ifPresent((value) -> value.map(builder::tokenBudget));
		ConfiguredValue.of("semblance.runtime.timeout", this.runtime.timeout())
			.ifPresent((value) -> value.map(builder::timeout));
		this.properties.prompts().forEach(builder::prompt);
		Integer maxLength = this.properties.maxLength();
		return (maxLength != null) ? withLength(maxLength, builder, finish) : finish.apply(builder);
	}

	private Device device() {
		String own = this.properties.device();
		return (own != null) ? new ConfiguredValue<>(this.prefix + ".device", own).map(Device::parse)
				: new ConfiguredValue<>("semblance.runtime.device", this.runtime.device()).map(Device::parse);
	}

	/**
	 * Only the loaded model knows its limit, so the length is judged when building, as
	 * much else is.
	 */
	private <B extends EncoderBuilder<B>, E> E withLength(int maxLength, B builder, Function<B, E> finish) {
		try {
			return finish.apply(builder.maxLength(maxLength));
		}
		catch (InvalidInputException ex) {
			if (ex.problem().startsWith(MAX_LENGTH)) {
				throw new ConfiguredValue<>(this.prefix + ".max-length", maxLength)
					.refused(ex.problem() + " " + ex.remedy());
			}
			throw ex;
		}
	}

	/**
	 * Sets a value, if it is configured.
	 * @param name the last part of the property's name
	 * @param value its value
	 * @param setter takes it
	 * @param <V> type of the value
	 * @param <T> what the setter returns
	 */
	public <V, T> void value(String name, @Nullable V value, Function<V, T> setter) {
		ConfiguredValue.of(this.prefix + "." + name, value).ifPresent((set) -> set.map(setter));
	}

}
