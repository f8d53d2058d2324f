package dev.semblance.encoders.internal.natives;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.semblance.encoders.Device;
import dev.semblance.encoders.diagnosis.Obstacle;

/**
 * Whether a machine has what a build of ONNX Runtime needs for its GPU. Looks at files
 * only, so that a machine without a GPU does not unpack hundreds of megabytes to find
 * out.
 */
final class GpuCheck {

	/**
	 * The first drivers for a version of CUDA.
	 * @see <a href=
	 * "https://docs.nvidia.com/deploy/cuda-compatibility/minor-version-compatibility.html">CUDA
	 * compatibility</a>
	 */
	private static final Map<Integer, Integer> OLDEST_DRIVER = Map.of(11, 450, 12, 525, 13, 580);

	private static final Pattern CUDA_VERSION = Pattern.compile("lib(?:cudart|cublas|cublasLt)\\.so\\.(\\d+)");

	private static final Pattern DRIVER_LIBRARY = Pattern.compile("libcuda\\.so\\.(\\d{3,4})\\.");

	private final NativeBuild build;

	private final NativeRuntime.Machine machine;

	GpuCheck(NativeBuild build, NativeRuntime.Machine machine) {
		this.build = build;
		this.machine = machine;
	}

	Optional<Obstacle> obstacle(Device.Gpu gpu) {
		List<ExecutionProvider> providers = ExecutionProvider.of(gpu);
		for (ExecutionProvider provider : providers) {
			if (this.build.libraries().isPresent() && !this.build.has(provider)) {
				return Optional.of(without(provider));
			}
			if (!this.build.canAskFor(provider)) {
				return Optional.of(new Obstacle(
						"the library for Java that goes with %s was compiled without %s".formatted(this.build.place(),
								provider),
						"Put onnxruntime_gpu on the class path instead of onnxruntime, or its %s beside the other libraries."
							.formatted(this.machine.platform().fileName(NativeLibraries.JAVA))));
			}
		}
		if (this.machine.driver().isEmpty()) {
			return Optional.of(new Obstacle("this machine has no NVIDIA driver",
					"Install NVIDIA's driver; in a container, start it with '--gpus all'."));
		}
		NvidiaDriver driver = this.machine.driver().get();
		if (!driver.reachable()) {
			return Optional
				.of(new Obstacle("this machine has an NVIDIA driver, and the process cannot reach its devices",
						"Start the container with '--gpus all'."));
		}
		SortedSet<String> needed = new TreeSet<>();
		providers.forEach((provider) -> needed.addAll(this.build.needs(provider)));
		return tooFew(gpu, driver).or(() -> missing(providers)).or(() -> tooOld(needed, driver));
	}

	private Obstacle without(ExecutionProvider provider) {
		return new Obstacle("%s is built without %s".formatted(this.build.place(), provider),
				"Replace onnxruntime by onnxruntime_gpu (semblance-spring-boot-starter-gpu), or let %s name a build with %s."
					.formatted(NativeSettings.VARIABLE, provider));
	}

	private static Optional<Obstacle> tooFew(Device.Gpu gpu, NvidiaDriver driver) {
		int count = driver.gpus().size();
		return (count > 0 && gpu.index() >= count) ? Optional.of(new Obstacle(
				"this machine has %d GPU%s, and the first has the number 0".formatted(count, (count == 1) ? "" : "s"),
				"Use a number below %d.".formatted(count))) : Optional.empty();
	}

	/**
	 * A newer library of the driver works with an older driver on some GPUs, which is
	 * NVIDIA's forward compatibility: then the library's version counts.
	 */
	private Optional<Obstacle> tooOld(SortedSet<String> needed, NvidiaDriver driver) {
		int cuda = cudaVersion(needed);
		int oldest = OLDEST_DRIVER.getOrDefault(cuda, 0);
		int newest = Math.max(driver.major(), driverOfLibrary());
		return (driver.major() > 0 && newest < oldest) ? Optional.of(new Obstacle(
				"the NVIDIA driver is %s, and %s is built for CUDA %d, which needs %d or later"
					.formatted(driver.version(), this.build.place(), cuda, oldest),
				"Update the driver, or take a build of ONNX Runtime for an older CUDA.")) : Optional.empty();
	}

	private int driverOfLibrary() {
		try {
			Optional<Path> library = this.machine.libraries().find("libcuda.so.1", List.of());
			Matcher version = DRIVER_LIBRARY.matcher(library.isPresent() ? library.get().toRealPath().toString() : "");
			return version.find() ? Integer.parseInt(version.group(1)) : 0;
		}
		catch (IOException ex) {
			return 0;
		}
	}

	private Optional<Obstacle> missing(List<ExecutionProvider> providers) {
		List<String> missing = providers.stream()
			.flatMap((provider) -> missing(provider).stream())
			.distinct()
			.sorted()
			.toList();
		if (missing.isEmpty()) {
			return Optional.empty();
		}
		return Optional.of(new Obstacle(
				"%s needs %s, which %s found neither on LD_LIBRARY_PATH nor in the system's folders"
					.formatted(this.build.place(), String.join(", ", missing), (missing.size() == 1) ? "is" : "are"),
				"Install %s, or name %s folder on LD_LIBRARY_PATH before the process starts."
					.formatted(products(missing), (missing.size() == 1) ? "its" : "their")));
	}

	private List<String> missing(ExecutionProvider provider) {
		List<Path> runPath = this.build.runPath(provider);
		return this.build.needs(provider)
			.stream()
			.filter((name) -> this.machine.libraries().find(name, runPath).isEmpty())
			.toList();
	}

	/** What to install, by the libraries that are missing. */
	private static String products(List<String> missing) {
		Map<String, String> products = new TreeMap<>();
		for (String name : missing) {
			String version = name.substring(name.lastIndexOf('.') + 1);
			if (name.startsWith("libcudnn")) {
				products.put("cuDNN", "cuDNN " + version);
			}
			else if (name.startsWith("libnv")) {
				products.put("TensorRT", "TensorRT " + version);
			}
			else if (name.startsWith("libcuda.")) {
				products.put("driver", "NVIDIA's driver (in a container, start it with '--gpus all')");
			}
			else {
				int cuda = cudaVersion(new TreeSet<>(missing));
				products.put("CUDA", (cuda > 0) ? "the libraries of CUDA " + cuda : "the libraries of CUDA");
			}
		}
		return products.values().stream().collect(Collectors.joining(" and "));
	}

	/** The major version of CUDA that libraries belong to; 0 if not known. */
	private static int cudaVersion(SortedSet<String> names) {
		return names.stream()
			.map(CUDA_VERSION::matcher)
			.filter(Matcher::matches)
			.mapToInt((matcher) -> Integer.parseInt(matcher.group(1)))
			.max()
			.orElse(0);
	}

}
