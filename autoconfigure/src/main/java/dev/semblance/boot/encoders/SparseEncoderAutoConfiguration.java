package dev.semblance.boot.encoders;

import dev.semblance.boot.SemblanceProperties;
import dev.semblance.boot.SemblanceProperties.Sparse;
import dev.semblance.encoders.InferenceRuntime;
import dev.semblance.encoders.ModelHub;
import dev.semblance.encoders.SparseEncoder;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configures a {@link SparseEncoder} once a model is named.
 */
@AutoConfiguration(after = { InferenceRuntimeAutoConfiguration.class, ModelHubAutoConfiguration.class })
@EnableConfigurationProperties(SemblanceProperties.class)
public final class SparseEncoderAutoConfiguration {

	private static final String PREFIX = "semblance.sparse";

	SparseEncoderAutoConfiguration() {
	}

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean
	@ConditionalOnProperty(PREFIX + ".model")
	SparseEncoder sparseEncoder(SemblanceProperties properties, InferenceRuntime inferenceRuntime, ModelHub modelHub) {
		Sparse sparse = properties.sparse();
		EncoderFactory factory = new EncoderFactory(PREFIX, sparse, properties.runtime(), inferenceRuntime, modelHub);
		return factory.create(SparseEncoder::builder, (builder) -> {
			factory.value("max-active-dimensions", sparse.maxActiveDimensions(), builder::maxActiveDimensions);
			return builder.build();
		});
	}

}
