package dev.semblance.encoders.internal.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

import dev.semblance.encoders.ChildJvm;
import dev.semblance.encoders.Device;
import dev.semblance.encoders.DeviceUnavailableException;
import dev.semblance.encoders.GpuSettings;
import dev.semblance.encoders.internal.natives.FakeMachine;
import dev.semblance.encoders.internal.natives.NativeRuntime;
import dev.semblance.encoders.internal.natives.NativeSettings;
import dev.semblance.encoders.internal.onnx.TinyModel;
import dev.semblance.encoders.internal.runtime.SessionFactory.ExternalData;
import dev.semblance.encoders.internal.runtime.SessionFactory.ModelBytes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A machine with a GPU and its driver, with an ONNX Runtime for GPUs, but without one of
 * CUDA's libraries: the most frequent reason for a GPU to stay idle.
 */
@Tag("slow")
@EnabledOnOs(OS.LINUX)
class GpuFallbackTests {

	@TempDir
	private Path folder;

	@Test
	void autoWarnsOnceOfWhatIsMissingAndRunsOnTheCpuAndCudaFailsWithTheSameWords() throws Exception {
		ChildJvm child = ChildJvm.start(this.folder, Child.class, "-Dtest.folder=" + this.folder);
		assertThat(child.awaitExit()).as(child.printed()).isZero();
		String printed = child.printed();
		String missing = "the ONNX Runtime on the class path needs libcublasLt.so.12, which is found neither on "
				+ "LD_LIBRARY_PATH nor in the system's folders";
		assertThat(printed).containsOnlyOnce("WARN")
			.contains("Running on the CPU: " + missing + ". Install the libraries of CUDA 12")
			.contains("auto runs on cpu", "auto again runs on cpu")
			.contains("Device cuda:0 was asked for and cannot be used: " + missing);
		try (Stream<Path> unpacked = Files.walk(this.folder.resolve("home"))) {
			assertThat(unpacked).noneMatch((file) -> file.toString().contains("providers_cuda"));
		}
	}

	/** Runs in the child process. */
	static final class Child {

		private Child() {
		}

		@SuppressWarnings("SystemOut")
		public static void main(String[] args) throws IOException {
			Path folder = Path.of(System.getProperty("test.folder"));
			SessionFactory factory = new SessionFactory(devices(folder), null);
			for (String name : new String[] { "auto", "auto again" }) {
				InferenceSession session = factory.create(model(folder), new Device.Auto());
				System.out.println(name + " runs on " + session.device());
				session.close(() -> {
				});
			}
			try {
				factory.create(model(folder), new Device.Cuda(0));
			}
			catch (DeviceUnavailableException ex) {
				System.out.println(ex.getMessage());
			}
		}

		private static Devices devices(Path folder) throws IOException {
			FakeMachine machine = new FakeMachine(folder).driver("580.159.04", "NVIDIA H100 80GB HBM3")
				.libraries("usr/lib64", "libcublas.so.12", "libcurand.so.10", "libcudart.so.12", "libcuda.so.1");
			Path artifact = machine.artifact("onnxruntime_gpu.jar",
					Map.of("onnxruntime", FakeMachine.real("onnxruntime"), "onnxruntime4j_jni",
							FakeMachine.real("onnxruntime4j_jni").replace("not compiled", "was compiled"),
							"onnxruntime_providers_cuda",
							FakeMachine.provider(FakeMachine.CUDA_12.toArray(String[]::new))));
			NativeRuntime natives = machine.runtime(artifact, folder.resolve("home"));
			return new Devices(new RuntimeSettings(1, 1, false, 8, null, Duration.ofSeconds(5), GpuSettings.DEFAULT,
					NativeSettings.of(null, null)), natives);
		}

		private static ModelBytes model(Path folder) throws IOException {
			Path written = new TinyModel().write(Files.createDirectories(folder.resolve("model")));
			byte[] bytes = Files.readAllBytes(written.resolve("onnx/model.onnx"));
			ByteBuffer buffer = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
			return new ModelBytes(buffer, "the tiny model", null, new ExternalData(0, new byte[0]));
		}

	}

}
