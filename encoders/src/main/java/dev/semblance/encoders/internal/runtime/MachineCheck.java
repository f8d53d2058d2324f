package dev.semblance.encoders.internal.runtime;

import java.net.URL;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.semblance.encoders.Device;
import dev.semblance.encoders.DeviceUnavailableException;
import dev.semblance.encoders.diagnosis.Diagnosis;
import dev.semblance.encoders.diagnosis.Diagnosis.Artifact;
import dev.semblance.encoders.diagnosis.Diagnosis.Choice;
import dev.semblance.encoders.diagnosis.Diagnosis.Library;
import dev.semblance.encoders.diagnosis.Diagnosis.OnnxRuntime;
import dev.semblance.encoders.diagnosis.Obstacle;
import dev.semblance.encoders.internal.natives.ExecutionProvider;
import dev.semblance.encoders.internal.natives.NativeRuntime;
import dev.semblance.encoders.internal.natives.NativeRuntime.BuildReport;
import dev.semblance.encoders.internal.runtime.CpuFeatures.InstructionSet;

/**
 * Finds out what a machine has for running models, and what it lacks.
 */
public final class MachineCheck {

	/**
	 * A build that is not linked against cuDNN loads it when a model asks for what it is
	 * used for: convolutions, which models of texts do not have.
	 */
	private static final String CUDNN = "libcudnn.so.9";

	private final NativeRuntime natives;

	private final List<Obstacle> obstacles = new ArrayList<>();

	/**
	 * Creates a check, for one use.
	 * @param natives the build of ONNX Runtime
	 */
	public MachineCheck(NativeRuntime natives) {
		this.natives = natives;
	}

	/**
	 * Looks at everything; loads nothing.
	 * @param asked the device that was asked for
	 * @return what was found
	 */
	public Diagnosis diagnose(Device asked) {
		List<Artifact> artifacts = artifacts();
		BuildReport build = build();
		OnnxRuntime onnxRuntime = new OnnxRuntime(artifacts, build.place(), build.cuda(), build.tensorRt());
		List<Library> libraries = build.cuda() ? libraries(asked) : List.of();
		Choice choice = choice(asked, build);
		return new Diagnosis(cpu(), this.natives.driver().orElse(null), onnxRuntime, libraries, choice, this.obstacles);
	}

	private static Diagnosis.Cpu cpu() {
		CpuFeatures features = CpuFeatures.ofThisMachine();
		List<String> sets = Stream.of(InstructionSet.values())
			.filter(features::has)
			.map(InstructionSet::toString)
			.toList();
		return new Diagnosis.Cpu(features.architecture().toString(), sets, CpuCores.physical(),
				Runtime.getRuntime().availableProcessors());
	}

	private List<Artifact> artifacts() {
		List<URL> found = List.of();
		try {
			found = RuntimeArtifact.find(this.natives.loader());
			RuntimeArtifact.requireExactlyOne(found);
		}
		catch (DeviceUnavailableException ex) {
			this.obstacles.add(Obstacle.of(ex));
		}
		return found.stream().map(ArtifactPlace::describe).toList();
	}

	private BuildReport build() {
		try {
			return this.natives.report();
		}
		catch (DeviceUnavailableException ex) {
			this.obstacles.add(Obstacle.of(ex));
			return new BuildReport(null, false, false);
		}
	}

	private List<Library> libraries(Device asked) {
		List<ExecutionProvider> providers = (asked instanceof Device.TensorRt)
				? List.of(ExecutionProvider.CUDA, ExecutionProvider.TENSORRT) : List.of(ExecutionProvider.CUDA);
		Map<String, Library> libraries = new LinkedHashMap<>();
		providers.forEach((provider) -> this.natives.libraries(provider)
			.forEach((name, path) -> libraries.putIfAbsent(name, new Library(name, provider.toString(), true, path))));
		if (!libraries.isEmpty() && libraries.keySet().stream().noneMatch((name) -> name.startsWith("libcudnn"))) {
			libraries.put(CUDNN, new Library(CUDNN, ExecutionProvider.CUDA.toString(), false,
					this.natives.library(CUDNN).orElse(null)));
		}
		return List.copyOf(libraries.values());
	}

	private Choice choice(Device asked, BuildReport build) {
		if (!this.obstacles.isEmpty()) {
			return new Choice(asked, null, this.obstacles.get(0).problem(), null);
		}
		ExpectedDevice expected = ExpectedDevice.of(asked, this.natives);
		Obstacle obstacle = expected.obstacle();
		if (obstacle == null) {
			return new Choice(asked, expected.device(),
					(asked instanceof Device.Auto) ? "the first GPU can be used" : "%s was asked for".formatted(asked),
					null);
		}
		if (asked instanceof Device.Auto) {
			boolean gpuExpected = build.cuda() || this.natives.driver().isPresent();
			return new Choice(asked, expected.device(), "no GPU can be used: " + obstacle.problem(),
					gpuExpected ? obstacle.remedy() : null);
		}
		Obstacle refused = Obstacle.of(SessionFactory.unusable(asked, obstacle));
		this.obstacles.add(refused);
		return new Choice(asked, null, refused.problem(), null);
	}

}
