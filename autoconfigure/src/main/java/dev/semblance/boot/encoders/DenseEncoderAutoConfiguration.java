package dev.semblance.boot.encoders;

import dev.semblance.boot.SemblanceProperties;
import dev.semblance.boot.internal.ConfiguredValue;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.DenseEncoderBuilder;
import dev.semblance.encoders.Device;
import dev.semblance.encoders.InferenceRuntime;
import dev.semblance.encoders.ModelHub;
import dev.semblance.encoders.ModelPrecision;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configures a {@link DenseEncoder} once a model is named.
 */
@AutoConfiguration(after = { InferenceRuntimeAutoConfiguration.class, ModelHubAutoConfiguration.class })
@EnableConfigurationProperties(SemblanceProperties.class)
public final class DenseEncoderAutoConfiguration {

	static final String MODEL = "semblance.dense.model";

	DenseEncoderAutoConfiguration() {
	}

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean
	@ConditionalOnProperty(MODEL)
	DenseEncoder denseEncoder(SemblanceProperties properties, InferenceRuntime inferenceRuntime, ModelHub modelHub) {
		SemblanceProperties.Dense dense = properties.dense();
		SemblanceProperties.ModelRuntime runtime = properties.runtime();
		DenseEncoderBuilder builder = DenseEncoder.builder(model(dense))
			.truncation(dense.truncation())
			.runtime(inferenceRuntime)
			.hub(modelHub);
		ConfiguredValue.of("semblance.dense.revision", dense.revision())
			.ifPresent((value) -> value.map(builder::revision));
		builder.device(new ConfiguredValue<>("semblance.runtime.device", runtime.device()).map(Device::parse));
		builder.precision(
				new ConfiguredValue<>("semblance.dense.precision", dense.precision()).map(ModelPrecision::named));
		ConfiguredValue.of("semblance.runtime.token-budget", runtime.tokenBudget())
			.ifPresent((value) -> value.map(builder::tokenBudget));
		ConfiguredValue.of("semblance.runtime.timeout", runtime.timeout())
			.ifPresent((value) -> value.map(builder::timeout));
		dense.prompts().forEach(builder::prompt);
		Integer maxLength = dense.maxLength();
		if (maxLength == null) {
			return builder.build();
		}
		// Only the loaded model knows its limit, so the value is judged when building.
		return new ConfiguredValue<>("semblance.dense.max-length", maxLength)
			.map((tokens) -> builder.maxLength(tokens).build());
	}

	private static String model(SemblanceProperties.Dense dense) {
		String model = dense.model();
		if (model == null || model.isBlank()) {
			throw new ConfiguredValue<@Nullable String>(MODEL, model).refused(
					"Name a model, for example sentence-transformers/all-MiniLM-L6-v2, or leave out the property.");
		}
		return model;
	}

}
