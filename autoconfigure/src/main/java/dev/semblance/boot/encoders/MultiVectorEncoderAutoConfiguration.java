package dev.semblance.boot.encoders;

import dev.semblance.boot.SemblanceProperties;
import dev.semblance.encoders.InferenceRuntime;
import dev.semblance.encoders.ModelHub;
import dev.semblance.encoders.MultiVectorEncoder;
import dev.semblance.encoders.MultiVectorEncoderBuilder;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configures a {@link MultiVectorEncoder} once a model is named.
 */
@AutoConfiguration(after = { InferenceRuntimeAutoConfiguration.class, ModelHubAutoConfiguration.class })
@EnableConfigurationProperties(SemblanceProperties.class)
public final class MultiVectorEncoderAutoConfiguration {

	private static final String PREFIX = "semblance.multi-vector";

	MultiVectorEncoderAutoConfiguration() {
	}

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean
	@ConditionalOnProperty(PREFIX + ".model")
	MultiVectorEncoder multiVectorEncoder(SemblanceProperties properties, InferenceRuntime inferenceRuntime,
			ModelHub modelHub) {
		return new EncoderFactory(PREFIX, properties.multiVector(), properties.runtime(), inferenceRuntime, modelHub)
			.create(MultiVectorEncoder::builder, MultiVectorEncoderBuilder::build);
	}

}
