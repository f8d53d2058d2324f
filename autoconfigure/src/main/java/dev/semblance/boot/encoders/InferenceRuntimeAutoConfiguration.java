package dev.semblance.boot.encoders;

import dev.semblance.boot.SemblanceProperties;
import dev.semblance.boot.internal.ConfiguredValue;
import dev.semblance.encoders.InferenceRuntime;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configures the {@link InferenceRuntime} that the application's encoders share. It
 * costs nothing until one is loaded.
 */
@AutoConfiguration
@EnableConfigurationProperties(SemblanceProperties.class)
public final class InferenceRuntimeAutoConfiguration {

	InferenceRuntimeAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	InferenceRuntime inferenceRuntime(SemblanceProperties properties) {
		SemblanceProperties.ModelRuntime runtime = properties.runtime();
		InferenceRuntime.Builder builder = InferenceRuntime.builder().spinning(runtime.spinning());
		ConfiguredValue.of("semblance.runtime.lanes", runtime.lanes()).ifPresent((value) -> value.map(builder::lanes));
		new ConfiguredValue<>("semblance.runtime.max-calls", runtime.maxCalls()).map(builder::maxCalls);
		ConfiguredValue.of("semblance.runtime.max-tokens", runtime.maxTokens())
			.ifPresent((value) -> value.map(builder::maxTokens));
		new ConfiguredValue<>("semblance.runtime.close-timeout", runtime.closeTimeout()).map(builder::closeTimeout);
		// How many there may be depends on the lanes, so the value is judged when
		// building.
		return ConfiguredValue.of("semblance.runtime.latency-threads", runtime.latencyThreads())
			.map((value) -> value.map((threads) -> builder.latencyThreads(threads).build()))
			.orElseGet(builder::build);
	}

}
