package dev.semblance.encoders.internal.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.semblance.encoders.Device;
import dev.semblance.encoders.InferenceRuntime;
import dev.semblance.encoders.diagnosis.Diagnosis;
import dev.semblance.encoders.diagnosis.Diagnosis.Artifact;
import dev.semblance.encoders.diagnosis.Diagnosis.Choice;
import dev.semblance.encoders.diagnosis.Diagnosis.Driver;
import dev.semblance.encoders.diagnosis.Diagnosis.Library;
import dev.semblance.encoders.diagnosis.Diagnosis.OnnxRuntime;
import dev.semblance.encoders.internal.natives.FakeMachine;
import dev.semblance.encoders.internal.natives.ReadablePlace;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class MachineCheckTests {

	private static final Device AUTO = new Device.Auto();

	private static final Device CPU = new Device.Cpu();

	private static final String LIBRARIES = "usr/lib/x86_64-linux-gnu";

	private static final String ON_CLASS_PATH = "the ONNX Runtime on the class path";

	@TempDir
	private Path folder;

	private FakeMachine machine;

	@BeforeEach
	void createMachine() {
		this.machine = new FakeMachine(this.folder);
	}

	@Test
	void theFirstGpuIsTakenWhereNothingIsInTheWay() throws IOException {
		gpu();
		Diagnosis diagnosis = diagnose(AUTO, this.machine.gpuArtifact());
		assertThat(diagnosis.choice())
			.isEqualTo(new Choice(AUTO, new Device.Cuda(0), "the first GPU can be used", null));
		assertThat(diagnosis.driver()).isEqualTo(new Driver("580.159.04", List.of("NVIDIA H100 80GB HBM3")));
		assertThat(diagnosis.obstacles()).isEmpty();
	}

	@Test
	void theArtifactIsNamedWithItsVersionAndWhatItIsBuiltWith() throws IOException {
		Path artifact = this.machine.gpuArtifact();
		assertThat(diagnose(AUTO, artifact).onnxRuntime()).isEqualTo(
				new OnnxRuntime(List.of(new Artifact(artifact.toString(), "1.28.0")), artifact.toString(), true, true));
	}

	@Test
	void anArtifactThatDoesNotTellHasNoVersion() throws IOException {
		Path classes = Files.createDirectories(this.folder.resolve("my classes/ai/onnxruntime"));
		Files.writeString(classes.resolve("OrtEnvironment.class"), "x");
		Path place = this.folder.resolve("my classes");
		assertThat(diagnose(AUTO, place).onnxRuntime().artifacts())
			.containsExactly(new Artifact(place.toString(), null));
	}

	@Test
	void everyLibraryOfCudaIsListedWithItsPlace() throws IOException {
		gpu();
		assertThat(diagnose(AUTO, this.machine.gpuArtifact()).libraries()).filteredOn(Library::required)
			.containsExactlyInAnyOrderElementsOf(FakeMachine.CUDA_12.stream()
				.map((name) -> new Library(name, "CUDA", true, this.folder.resolve(LIBRARIES).resolve(name)))
				.toList());
	}

	@Test
	void cudnnIsWantedButNotRequiredByABuildThatIsNotLinkedAgainstIt() throws IOException {
		gpu();
		Path artifact = this.machine.gpuArtifact();
		assertThat(diagnose(AUTO, artifact).libraries()).contains(new Library("libcudnn.so.9", "CUDA", false, null));
		this.machine.libraries(LIBRARIES, "libcudnn.so.9");
		assertThat(diagnose(AUTO, artifact).libraries()).contains(
				new Library("libcudnn.so.9", "CUDA", false, this.folder.resolve(LIBRARIES).resolve("libcudnn.so.9")));
	}

	@Test
	void cudnnIsRequiredByABuildThatIsLinkedAgainstIt() throws IOException {
		Path artifact = this.machine.artifact("custom.jar", Map.of("onnxruntime", "x", "onnxruntime_providers_cuda",
				FakeMachine.provider("libcudart.so.13", "libcudnn.so.8")));
		assertThat(diagnose(AUTO, artifact).libraries()).containsExactly(
				new Library("libcudart.so.13", "CUDA", true, null), new Library("libcudnn.so.8", "CUDA", true, null));
	}

	@Test
	void librariesOfTensorRtAreListedWhereItIsAskedFor() throws IOException {
		gpu();
		Path artifact = this.machine.gpuArtifact();
		Library wanted = new Library("libnvinfer.so.10", "TensorRT", true, null);
		assertThat(diagnose(new Device.TensorRt(0), artifact).libraries()).contains(wanted)
			.extracting(Library::name)
			.doesNotHaveDuplicates();
		assertThat(diagnose(AUTO, artifact).libraries()).doesNotContain(wanted);
	}

	@Test
	void aBuildWithoutCudaWantsNoLibraries() throws IOException {
		assertThat(diagnose(AUTO, cpuArtifact()).libraries()).isEmpty();
	}

	@Test
	void aMissingDriverMakesAutoTheCpuAndIsToldWithTheRemedy() throws IOException {
		Diagnosis diagnosis = diagnose(AUTO, this.machine.gpuArtifact());
		assertThat(diagnosis.choice())
			.isEqualTo(new Choice(AUTO, CPU, "no GPU can be used: this machine has no NVIDIA driver",
					"Install NVIDIA's driver; in a container, start it with '--gpus all'."));
		assertThat(diagnosis.driver()).isNull();
		assertThat(diagnosis.obstacles()).isEmpty();
	}

	@Test
	void nothingIsToBeDoneWhereNobodyExpectsAGpu() throws IOException {
		assertThat(diagnose(AUTO, cpuArtifact()).choice())
			.isEqualTo(new Choice(AUTO, CPU, "no GPU can be used: " + ON_CLASS_PATH + " is built without CUDA", null));
	}

	@Test
	void whoeverHasAGpuIsToldWhichBuildUsesIt() throws IOException {
		gpu();
		assertThat(diagnose(AUTO, cpuArtifact()).choice().remedy()).contains("onnxruntime_gpu");
	}

	@Test
	void aMissingLibraryKeepsCudaFromBeingUsed() throws IOException {
		gpu();
		Files.delete(this.folder.resolve(LIBRARIES).resolve("libcurand.so.10"));
		Diagnosis diagnosis = diagnose(new Device.Cuda(0), this.machine.gpuArtifact());
		assertThat(diagnosis.libraries()).contains(new Library("libcurand.so.10", "CUDA", true, null));
		assertThat(diagnosis.choice().device()).isNull();
		assertThat(diagnosis.obstacles()).singleElement().satisfies((obstacle) -> {
			assertThat(obstacle.problem())
				.startsWith("Device cuda:0 was asked for and cannot be used: " + ON_CLASS_PATH
						+ " needs libcurand.so.10, which is found neither")
				.doesNotEndWith(".");
			assertThat(obstacle.remedy()).startsWith("Install the libraries of CUDA")
				.endsWith("Or ask for the device cpu or auto.");
		});
	}

	@Test
	void aGpuThatIsNotThereIsAnObstacle() throws IOException {
		gpu();
		assertThat(diagnose(new Device.Cuda(5), this.machine.gpuArtifact()).obstacles()).singleElement()
			.satisfies((obstacle) -> assertThat(obstacle.problem()).contains("this machine has 1 GPU"));
	}

	@Test
	void aGpuThatWasAskedForIsTakenWhereNothingIsInTheWay() throws IOException {
		gpu();
		Diagnosis diagnosis = diagnose(new Device.Cuda(0), this.machine.gpuArtifact());
		assertThat(diagnosis.choice())
			.isEqualTo(new Choice(new Device.Cuda(0), new Device.Cuda(0), "cuda:0 was asked for", null));
		assertThat(diagnosis.obstacles()).isEmpty();
	}

	@Test
	void twoArtifactsAreBothListedAndAnObstacle() throws IOException {
		Path gpu = this.machine.gpuArtifact();
		Path cpu = cpuArtifact();
		Diagnosis diagnosis = diagnose(AUTO, cpu, gpu);
		assertThat(diagnosis.onnxRuntime().artifacts()).containsExactly(new Artifact(cpu.toString(), "1.28.0"),
				new Artifact(gpu.toString(), "1.28.0"));
		assertThat(diagnosis.choice().device()).isNull();
		assertThat(diagnosis.obstacles()).singleElement().satisfies((obstacle) -> {
			assertThat(obstacle.problem()).startsWith("ONNX Runtime is on the class path 2 times");
			assertThat(obstacle.remedy()).startsWith("Keep either onnxruntime or onnxruntime_gpu");
		});
	}

	@Test
	void noArtifactIsAnObstacle() throws IOException {
		Diagnosis diagnosis = diagnose(CPU);
		assertThat(diagnosis.onnxRuntime()).isEqualTo(new OnnxRuntime(List.of(), null, false, false));
		assertThat(diagnosis.choice()).isEqualTo(new Choice(CPU, null, "ONNX Runtime is not on the class path", null));
		assertThat(diagnosis.obstacles()).singleElement()
			.satisfies((obstacle) -> assertThat(obstacle.remedy()).contains("com.microsoft.onnxruntime:onnxruntime"));
	}

	@Test
	void aBuildThatIsNamedIsTheOneThatIsLookedAt() throws IOException {
		Path build = Files.createDirectories(this.folder.resolve("build"));
		Files.writeString(build.resolve("libonnxruntime.so"), "x");
		Files.writeString(build.resolve("libonnxruntime_providers_cuda.so"), FakeMachine.provider("libcudart.so.13"));
		Path artifact = cpuArtifact();
		Diagnosis diagnosis = check(build, AUTO, artifact);
		assertThat(diagnosis.onnxRuntime()).isEqualTo(
				new OnnxRuntime(List.of(new Artifact(artifact.toString(), "1.28.0")), build.toString(), true, false));
		assertThat(diagnosis.libraries()).extracting(Library::name).containsExactly("libcudart.so.13", "libcudnn.so.9");
	}

	@Test
	void aBuildThatIsNoneIsAnObstacle() throws IOException {
		Path nothing = this.folder.resolve("nothing");
		Diagnosis diagnosis = check(nothing, AUTO, cpuArtifact());
		assertThat(diagnosis.onnxRuntime().natives()).isNull();
		assertThat(diagnosis.choice().device()).isNull();
		assertThat(diagnosis.obstacles()).singleElement()
			.satisfies((obstacle) -> assertThat(obstacle.problem()).startsWith(nothing + " was named as ONNX Runtime"));
	}

	@Test
	void thisMachineCanRunModelsOnItsCpu() {
		Diagnosis diagnosis = InferenceRuntime.shared().diagnose(CPU);
		assertThat(diagnosis.obstacles()).isEmpty();
		assertThat(diagnosis.choice()).isEqualTo(new Choice(CPU, CPU, "cpu was asked for", null));
		assertThat(diagnosis.cpu().physicalCores()).isBetween(1, diagnosis.cpu().logicalProcessors());
		assertThat(diagnosis.onnxRuntime().artifacts()).singleElement()
			.satisfies((artifact) -> assertThat(artifact.version()).matches("\\d+\\.\\d+\\.\\d+"));
	}

	@Test
	void placesAreReadableAlsoWithinAnotherJar() {
		assertThat(ReadablePlace.of("jar:nested:/opt/semblance.jar/!BOOT-INF/lib/onnxruntime-1.28.0.jar!/"))
			.isEqualTo("/opt/semblance.jar/!BOOT-INF/lib/onnxruntime-1.28.0.jar");
		assertThat(ReadablePlace.of("jrt:/some/")).isEqualTo("jrt:/some");
	}

	private void gpu() throws IOException {
		this.machine.driver("580.159.04", "NVIDIA H100 80GB HBM3")
			.libraries(LIBRARIES, FakeMachine.CUDA_12.toArray(String[]::new));
	}

	private Path cpuArtifact() throws IOException {
		return this.machine.artifact("cpu.jar", Map.of("onnxruntime", "x"));
	}

	private Diagnosis diagnose(Device asked, Path... artifacts) throws IOException {
		return check(null, asked, artifacts);
	}

	private Diagnosis check(@Nullable Path named, Device asked, Path... artifacts) throws IOException {
		return new MachineCheck(this.machine.runtimeWith(named, artifacts)).diagnose(asked);
	}

}
