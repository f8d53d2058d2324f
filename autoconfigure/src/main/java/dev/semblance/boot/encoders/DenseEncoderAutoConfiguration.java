package dev.semblance.boot.encoders;

import dev.semblance.boot.SemblanceProperties;
import dev.semblance.boot.SemblanceProperties.Dense;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.InferenceRuntime;
import dev.semblance.encoders.ModelHub;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/**
 * Auto-configures a {@link DenseEncoder} once a model is named. It goes before encoders
 * with names of their own, see {@link NamedDenseEncodersAutoConfiguration}.
 */
@AutoConfiguration(after = { InferenceRuntimeAutoConfiguration.class, ModelHubAutoConfiguration.class })
@EnableConfigurationProperties(SemblanceProperties.class)
public final class DenseEncoderAutoConfiguration {

	/** The prefix of its properties. */
	public static final String PREFIX = "semblance.dense";

	DenseEncoderAutoConfiguration() {
	}

	@Bean(destroyMethod = "close")
	@Primary
	@ConditionalOnMissingBean
	@ConditionalOnProperty(PREFIX + ".model")
	DenseEncoder denseEncoder(SemblanceProperties properties, InferenceRuntime inferenceRuntime, ModelHub modelHub) {
		return create(PREFIX, properties.dense(), properties.runtime(), inferenceRuntime, modelHub);
	}

	static DenseEncoder create(String prefix, Dense dense, SemblanceProperties.ModelRuntime runtime,
			InferenceRuntime inferenceRuntime, ModelHub modelHub) {
		EncoderFactory factory = new EncoderFactory(prefix, dense, runtime, inferenceRuntime, modelHub);
		return factory.create(DenseEncoder::builder, (builder) -> {
			factory.value("dimensions", dense.dimensions(), builder::dimensions);
			return builder.build();
		});
	}

}
