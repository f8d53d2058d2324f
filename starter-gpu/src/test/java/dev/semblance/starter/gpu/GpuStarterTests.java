package dev.semblance.starter.gpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.Device;
import dev.semblance.encoders.DeviceUnavailableException;
import dev.semblance.encoders.internal.natives.ExecutionProvider;
import dev.semblance.encoders.internal.natives.NativeRuntime;
import dev.semblance.encoders.internal.natives.NativeSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.NestedExceptionUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
@DisabledIf("hasGpu")
@ExtendWith(OutputCaptureExtension.class)
class GpuStarterTests {

	private static final String MODEL = "--semblance.dense.model=sentence-transformers/all-MiniLM-L6-v2";

	private static final NativeRuntime NATIVES = new NativeRuntime(NativeSettings.of(null, null));

	@TempDir
	private Path home;

	static boolean hasGpu() {
		return NATIVES.driver().isPresent();
	}

	@Test
	void itsOnnxRuntimeIsBuiltWithCudaAndTensorRt() {
		assertThat(NATIVES.report().cuda()).isTrue();
		assertThat(NATIVES.report().tensorRt()).isTrue();
	}

	@Test
	void theDocumentationNamesEveryLibraryThatItWants() throws IOException {
		String page = Files.readString(Path.of("../docs/gpu.md"));
		for (ExecutionProvider provider : ExecutionProvider.values()) {
			assertThat(NATIVES.libraries(provider)).isNotEmpty();
			assertThat(NATIVES.libraries(provider).keySet()).allSatisfy((name) -> assertThat(page).contains(name));
		}
	}

	@Test
	void anApplicationWarnsOfTheMissingDriverAndRunsOnTheCpuWithoutUnpackingWhatIsForGpus(CapturedOutput output)
			throws IOException {
		try (ConfigurableApplicationContext context = start()) {
			DenseEncoder encoder = context.getBean(DenseEncoder.class);
			assertThat(encoder.model().device()).isEqualTo(new Device.Cpu());
			assertThat(encoder.encodeQuery("runs all the same")).hasSize(384);
		}
		assertThat(output).containsOnlyOnce("Running on the CPU: this machine has no NVIDIA driver");
		assertThat(kept()).contains("libonnxruntime.so").noneMatch((name) -> name.contains("cuda"));
	}

	@Test
	void anApplicationThatAsksForTheGpuDoesNotStartAndSaysWhatIsMissing() {
		Throwable failure = catchThrowable(() -> start("--semblance.runtime.device=cuda").close());
		assertThat(NestedExceptionUtils.getMostSpecificCause(failure)).isInstanceOf(DeviceUnavailableException.class)
			.hasMessageContaining("Device cuda:0 was asked for and cannot be used: this machine has no NVIDIA driver");
	}

	private ConfigurableApplicationContext start(String... arguments) {
		List<String> all = Stream.concat(Stream.of(MODEL, "--semblance.hub.home=" + this.home), Stream.of(arguments))
			.toList();
		return new SpringApplication(Application.class).run(all.toArray(String[]::new));
	}

	private List<String> kept() throws IOException {
		try (Stream<Path> files = Files.walk(this.home)) {
			return files.map((file) -> file.getFileName().toString()).toList();
		}
	}

	@SpringBootApplication
	static class Application {

	}

}
