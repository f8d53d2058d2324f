package dev.semblance.encoders;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;

import dev.semblance.encoders.internal.natives.NativeSettings;
import dev.semblance.encoders.internal.runtime.RuntimeSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class InferenceRuntimeTests {

	@Test
	void whatIsNotSetFitsTheMachine() {
		RuntimeSettings settings = InferenceRuntime.builder().build().devices().settings();
		assertThat(settings.lanes()).isBetween(1, Runtime.getRuntime().availableProcessors());
		assertThat(settings.latencyThreads()).isBetween(1, Math.min(4, settings.lanes()));
		assertThat(settings.maxCalls()).isEqualTo(512);
		assertThat(settings.maxTokens()).isNull();
		assertThat(settings.closeTimeout()).isEqualTo(Duration.ofSeconds(30));
	}

	@Test
	void whatIsSetHolds() {
		RuntimeSettings settings = InferenceRuntime.builder()
			.lanes(3)
			.latencyThreads(2)
			.spinning(false)
			.maxCalls(7)
			.maxTokens(99)
			.closeTimeout(Duration.ZERO)
			.gpu(GpuSettings.builder().memoryLimit(11).build())
			.onnxRuntime(Path.of("build"))
			.home(Path.of("home"))
			.build()
			.devices()
			.settings();
		assertThat(settings).isEqualTo(new RuntimeSettings(3, 2, false, 7, 99L, Duration.ZERO,
				new GpuSettings(11L, GpuSettings.MemoryGrowth.AS_NEEDED, true, Set.of(), false),
				new NativeSettings(Path.of("build"), Path.of("home"))));
	}

	@Test
	void aRuntimeWithoutEncodersHasUsedNoDevice() {
		assertThat(InferenceRuntime.builder().build().statistics()).isEmpty();
	}

	@Test
	void aDeviceTellsItsLimitsAndWhatItHasDone() {
		InferenceRuntime runtime = InferenceRuntime.builder().lanes(1).maxCalls(7).maxTokens(99).build();
		Path model = Path.of("src", "test", "resources", "parity", "bert-mean");
		try (DenseEncoder encoder = DenseEncoder.builder(model.toString())
			.device(new Device.Cpu())
			.runtime(runtime)
			.build()) {
			DeviceStatistics before = Objects.requireNonNull(runtime.statistics().get(new Device.Cpu()));
			encoder.encodeQuery("hello");
			assertThat(runtime.statistics()).containsOnlyKeys(new Device.Cpu());
			assertThat(runtime.statistics().get(new Device.Cpu())).satisfies((device) -> {
				assertThat(device.maxCalls()).isEqualTo(7);
				assertThat(device.maxTokens()).isEqualTo(99);
				assertThat(device.lanes()).isEqualTo(1);
				assertThat(device.calls()).isEqualTo(before.calls() + 1);
				assertThat(device.batches()).isEqualTo(before.batches() + 1);
			});
		}
	}

	@Test
	void thereIsOneSharedRuntime() {
		assertThat(InferenceRuntime.shared()).isSameAs(InferenceRuntime.shared());
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, -1, 1025 })
	void aNumberOfLanesOrThreadsOutOfRangeIsRefused(int number) {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> InferenceRuntime.builder().lanes(number))
			.withMessageContaining("number of lanes is " + number)
			.withMessageContaining("1 to 1024");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> InferenceRuntime.builder().latencyThreads(number))
			.withMessageContaining("number of latency threads is " + number);
	}

	@Test
	void moreLatencyThreadsThanLanesAreRefused() {
		InferenceRuntime.Builder builder = InferenceRuntime.builder().lanes(2).latencyThreads(3);
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(builder::build)
			.withMessageContaining("3 latency threads and 2 lanes");
	}

	@Test
	void boundsBelowOneAreRefused() {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> InferenceRuntime.builder().maxCalls(0))
			.withMessageContaining("0");
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> InferenceRuntime.builder().maxTokens(0))
			.withMessageContaining("0");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> InferenceRuntime.builder().closeTimeout(Duration.ofMillis(-1)))
			.withMessageContaining("PT-0.001S");
	}

}
