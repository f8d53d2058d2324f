package dev.semblance.boot.encoders;

import dev.semblance.boot.SemblanceProperties;
import dev.semblance.boot.internal.ConfiguredPath;
import dev.semblance.boot.internal.ConfiguredValue;
import dev.semblance.encoders.GpuSettings;
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
		ConfiguredValue.of("semblance.runtime.onnx-runtime", runtime.onnxRuntime())
			.ifPresent((value) -> builder.onnxRuntime(ConfiguredPath.of(value,
					"Name a directory or a jar, or leave out the property to use the one on the class path.")));
		ConfiguredValue.of("semblance.hub.home", properties.hub().home())
			.ifPresent((value) -> builder
				.home(ConfiguredPath.of(value, "Name a directory, or leave out the property to use the default one.")));
		builder.gpu(gpu(runtime.gpu()));
		// How many there may be depends on the lanes, so the value is judged when
		// building.
		return ConfiguredValue.of("semblance.runtime.latency-threads", runtime.latencyThreads())
			.map((value) -> value.map((threads) -> builder.latencyThreads(threads).build()))
			.orElseGet(builder::build);
	}

	private static GpuSettings gpu(SemblanceProperties.Gpu gpu) {
		GpuSettings.Builder builder = GpuSettings.builder()
			.memoryGrowth(gpu.memoryGrowth())
			.tensorFloat32(gpu.tensorFloat32())
			.attention(gpu.attention())
			.unpadded(gpu.unpadded());
		return ConfiguredValue.of("semblance.runtime.gpu.memory-limit", gpu.memoryLimit())
			.map((value) -> value.map((limit) -> builder.memoryLimit(limit.toBytes()).build()))
			.orElseGet(builder::build);
	}

}
