package dev.semblance.encoders.internal.natives;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import dev.semblance.encoders.Device;
import dev.semblance.encoders.diagnosis.Obstacle;
import dev.semblance.encoders.internal.runtime.ExpectedDevice;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class GpuCheckTests {

	private static final Device.Gpu FIRST = new Device.Cuda(0);

	private static final String LIBRARIES = "usr/lib/x86_64-linux-gnu";

	@TempDir
	private Path folder;

	private FakeMachine machine;

	@BeforeEach
	void createMachine() {
		this.machine = new FakeMachine(this.folder);
	}

	@Test
	void nothingIsInTheWayOnAMachineThatHasAll() throws IOException {
		this.machine.driver("580.159.04", "NVIDIA H100 80GB HBM3")
			.libraries(LIBRARIES, FakeMachine.CUDA_12.toArray(String[]::new));
		assertThat(obstacle(FIRST, this.machine.gpuArtifact())).isEmpty();
		assertThat(expected(new Device.Auto(), this.machine.gpuArtifact()).device()).isEqualTo(FIRST);
	}

	@Test
	void aBuildWithoutCudaIsNamedWithTheArtifactToTake() throws IOException {
		this.machine.driver("580.159.04", "NVIDIA H100")
			.libraries(LIBRARIES, FakeMachine.CUDA_12.toArray(String[]::new));
		Obstacle obstacle = obstacle(FIRST, this.machine.artifact("cpu.jar", Map.of("onnxruntime", "x"))).orElseThrow();
		assertThat(obstacle.problem()).isEqualTo("the ONNX Runtime on the class path is built without CUDA");
		assertThat(obstacle.remedy()).contains("onnxruntime_gpu");
	}

	@Test
	void aLibraryForJavaThatCannotAskForCudaIsNamed() throws IOException {
		this.machine.driver("580.159.04", "NVIDIA H100").libraries(LIBRARIES, "libcudart.so.13");
		Path artifact = this.machine.artifact("cpu.jar", Map.of("onnxruntime", "x", "onnxruntime4j_jni",
				"\u007FELF\0This binary was not compiled with CUDA support.\0"));
		this.machine.file("build/libonnxruntime.so", "x")
			.file("build/libonnxruntime_providers_cuda.so", FakeMachine.provider("libcudart.so.13"));
		NativeRuntime runtime = new NativeRuntime(new NativeSettings(this.folder.resolve("build"), this.folder),
				this.machine.with(artifact));
		Obstacle obstacle = runtime.obstacle(FIRST).orElseThrow();
		assertThat(obstacle.problem()).contains("library for Java").contains("was compiled without CUDA");
		assertThat(obstacle.remedy()).contains("onnxruntime_gpu").contains("libonnxruntime4j_jni.so");
		this.machine.file("build/libonnxruntime4j_jni.so",
				"\u007FELF\0This binary was not compiled with TensorRT support.");
		assertThat(runtime.obstacle(FIRST)).isEmpty();
	}

	@Test
	void aMissingDriverIsNamed() throws IOException {
		this.machine.libraries(LIBRARIES, FakeMachine.CUDA_12.toArray(String[]::new));
		assertThat(obstacle(FIRST, this.machine.gpuArtifact()).orElseThrow().problem())
			.isEqualTo("this machine has no NVIDIA driver");
	}

	@Test
	void everyMissingLibraryIsNamedWithWhatToInstall() throws IOException {
		this.machine.driver("580.159.04", "NVIDIA H100")
			.libraries(LIBRARIES, "libcublasLt.so.12", "libcudart.so.12", "libcuda.so.1", "libcublas.so.13");
		Obstacle obstacle = obstacle(FIRST, this.machine.gpuArtifact()).orElseThrow();
		assertThat(obstacle.problem()).contains("needs libcublas.so.12, libcurand.so.10, which are found neither");
		assertThat(obstacle.remedy()).contains("the libraries of CUDA 12").contains("LD_LIBRARY_PATH");
	}

	@Test
	void missingCudnnIsToldFromMissingCuda() throws IOException {
		this.machine.driver("580.159.04", "NVIDIA H100").libraries(LIBRARIES, "libcudart.so.13");
		Path artifact = this.machine.artifact("custom.jar", Map.of("onnxruntime", "x", "onnxruntime_providers_cuda",
				FakeMachine.provider("libcudart.so.13", "libcudnn.so.9")));
		Obstacle obstacle = obstacle(FIRST, artifact).orElseThrow();
		assertThat(obstacle.problem()).contains("needs libcudnn.so.9, which is found");
		assertThat(obstacle.remedy()).startsWith("Install cuDNN 9, or name its folder");
	}

	@Test
	void aDriverThatIsTooOldForTheBuildIsNamedWithTheOldestThatWouldDo() throws IOException {
		this.machine.driver("535.104.05", "NVIDIA A10").libraries(LIBRARIES, "libcudart.so.13");
		Path artifact = this.machine.artifact("custom.jar",
				Map.of("onnxruntime", "x", "onnxruntime_providers_cuda", FakeMachine.provider("libcudart.so.13")));
		assertThat(obstacle(FIRST, artifact).orElseThrow().problem()).contains("driver is 535.104.05")
			.contains("CUDA 13, which needs 580 or later");
	}

	@Test
	void aNewerLibraryOfTheDriverCountsForAnOlderDriver() throws IOException {
		this.machine.driver("535.104.05", "NVIDIA H100")
			.libraries(LIBRARIES, "libcudart.so.13", "libcuda.so.580.65.06");
		Files.createSymbolicLink(this.folder.resolve(LIBRARIES).resolve("libcuda.so.1"),
				Path.of("libcuda.so.580.65.06"));
		Path artifact = this.machine.artifact("custom.jar",
				Map.of("onnxruntime", "x", "onnxruntime_providers_cuda", FakeMachine.provider("libcudart.so.13")));
		assertThat(obstacle(FIRST, artifact)).isEmpty();
	}

	@Test
	void aContainerThatWasNotGivenTheGpuIsToldHow() throws IOException {
		this.machine.driver("580.159.04", "NVIDIA H100")
			.libraries(LIBRARIES, FakeMachine.CUDA_12.toArray(String[]::new));
		Files.delete(this.folder.resolve("dev/nvidiactl"));
		Obstacle obstacle = obstacle(FIRST, this.machine.gpuArtifact()).orElseThrow();
		assertThat(obstacle.problem()).contains("cannot reach its devices");
		assertThat(obstacle.remedy()).contains("--gpus all");
	}

	@Test
	void aGpuThatIsNotThereIsNamedWithHowManyThereAre() throws IOException {
		this.machine.driver("580.159.04", "NVIDIA H100", "NVIDIA H100")
			.libraries(LIBRARIES, FakeMachine.CUDA_12.toArray(String[]::new));
		assertThat(obstacle(new Device.Cuda(1), this.machine.gpuArtifact())).isEmpty();
		assertThat(obstacle(new Device.Cuda(2), this.machine.gpuArtifact()).orElseThrow().problem())
			.contains("has 2 GPUs");
	}

	@Test
	void tensorRtNeedsItsOwnLibrariesBesideThoseOfCuda() throws IOException {
		this.machine.driver("580.159.04", "NVIDIA H100")
			.libraries(LIBRARIES, FakeMachine.CUDA_12.toArray(String[]::new));
		Obstacle obstacle = obstacle(new Device.TensorRt(0), this.machine.gpuArtifact()).orElseThrow();
		assertThat(obstacle.problem()).contains("libnvinfer.so.10");
		assertThat(obstacle.remedy()).contains("TensorRT 10");
	}

	@Test
	void aBuildWithoutTensorRtIsNamed() throws IOException {
		this.machine.driver("580.159.04", "NVIDIA H100")
			.libraries(LIBRARIES, FakeMachine.CUDA_12.toArray(String[]::new));
		Path artifact = this.machine.artifact("cuda.jar", Map.of("onnxruntime", "x", "onnxruntime_providers_cuda",
				FakeMachine.provider(FakeMachine.CUDA_12.toArray(String[]::new))));
		assertThat(obstacle(new Device.TensorRt(0), artifact).orElseThrow().problem())
			.contains("built without TensorRT");
	}

	@Test
	void autoIsTheCpuWhereTheGpuCannotBeUsed() throws IOException {
		ExpectedDevice expected = expected(new Device.Auto(), this.machine.gpuArtifact());
		assertThat(expected.device()).isEqualTo(new Device.Cpu());
		assertThat(expected.obstacle()).isNotNull();
	}

	@Test
	void aGpuThatWasAskedForStaysExpected() throws IOException {
		ExpectedDevice expected = expected(new Device.Cuda(3), this.machine.gpuArtifact());
		assertThat(expected.device()).isEqualTo(new Device.Cuda(3));
		assertThat(expected.obstacle()).isNotNull();
	}

	@Test
	void theCpuNeedsNothing() throws IOException {
		assertThat(expected(new Device.Cpu(), this.machine.gpuArtifact()))
			.isEqualTo(new ExpectedDevice(new Device.Cpu(), null));
	}

	private Optional<Obstacle> obstacle(Device.Gpu gpu, Path artifact) throws IOException {
		return runtime(artifact).obstacle(gpu);
	}

	private ExpectedDevice expected(Device asked, Path artifact) throws IOException {
		return ExpectedDevice.of(asked, runtime(artifact));
	}

	private NativeRuntime runtime(Path artifact) throws IOException {
		return new NativeRuntime(new NativeSettings(null, this.folder), this.machine.with(artifact));
	}

}
