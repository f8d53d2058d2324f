package dev.semblance.encoders.internal.natives;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

import org.jspecify.annotations.Nullable;

/**
 * The files of a machine, and an artifact of ONNX Runtime, below a folder.
 */
public final class FakeMachine {

	/** What the published artifact for GPUs needs of CUDA. */
	public static final List<String> CUDA_12 = List.of("libcublasLt.so.12", "libcublas.so.12", "libcurand.so.10",
			"libcudart.so.12", "libcuda.so.1");

	private static final Platform LINUX = new Platform("linux-x64");

	private final Path root;

	private final Map<String, String> variables = new HashMap<>();

	public FakeMachine(Path root) {
		this.root = root;
	}

	Path root() {
		return this.root;
	}

	public FakeMachine file(String path, String content) throws IOException {
		Path file = this.root.resolve(path);
		Files.createDirectories(file.getParent());
		Files.writeString(file, content, StandardCharsets.ISO_8859_1);
		return this;
	}

	FakeMachine variable(String name, String value) {
		this.variables.put(name, value);
		return this;
	}

	public FakeMachine driver(String version, String... gpus) throws IOException {
		file("proc/driver/nvidia/version",
				"NVRM version: NVIDIA UNIX x86_64 Kernel Module  %s  Tue Jan 1 2026\nGCC\n".formatted(version));
		for (int i = 0; i < gpus.length; i++) {
			file("proc/driver/nvidia/gpus/0000:0%d:00.0/information".formatted(i),
					"Model: \t\t %s\nIRQ:   \t\t 3\n".formatted(gpus[i]));
		}
		file("dev/nvidiactl", "");
		return this;
	}

	public FakeMachine libraries(String folder, String... names) throws IOException {
		for (String name : names) {
			file(folder + "/" + name, name);
		}
		return this;
	}

	/** A provider's library with the names of what it needs. */
	public static String provider(String... needed) {
		return "\u007FELF" + "\u0001".repeat(200) + "\0_gmon_start\0"
				+ Stream.of(needed).map((name) -> name + "\0").reduce("", String::concat) + "libc.so.6\0GLIBC_2.2.5\0";
	}

	/**
	 * Writes an artifact.
	 * @param name name of the file
	 * @param libraries content of the libraries by name
	 */
	public Path artifact(String name, Map<String, String> libraries) throws IOException {
		Path jar = this.root.resolve(name);
		try (OutputStream stream = Files.newOutputStream(jar); JarOutputStream entries = new JarOutputStream(stream)) {
			entries.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
			entries.write("Manifest-Version: 1.0\nImplementation-Title: onnxruntime\nImplementation-Version: 1.28.0\n\n"
				.getBytes(StandardCharsets.UTF_8));
			entries.putNextEntry(new ZipEntry("ai/onnxruntime/OrtEnvironment.class"));
			for (Map.Entry<String, String> library : libraries.entrySet()) {
				entries.putNextEntry(new ZipEntry(LINUX.resource(library.getKey())));
				entries.write(library.getValue().getBytes(StandardCharsets.ISO_8859_1));
			}
		}
		return jar;
	}

	NativeRuntime.Machine with(Path... artifacts) throws MalformedURLException {
		URL[] places = new URL[artifacts.length];
		for (int i = 0; i < places.length; i++) {
			places[i] = artifacts[i].toUri().toURL();
		}
		ClassLoader loader = new URLClassLoader(places, ClassLoader.getPlatformClassLoader());
		return new NativeRuntime.Machine(loader, LINUX, new SystemLibraries(this.root, this.variables),
				NvidiaDriver.find(this.root));
	}

	/**
	 * Creates a runtime on this machine.
	 * @param artifact the artifact on its class path
	 * @param home where libraries are kept
	 */
	public NativeRuntime runtime(Path artifact, Path home) throws MalformedURLException {
		return new NativeRuntime(new NativeSettings(null, home), with(artifact));
	}

	/**
	 * Creates a runtime on this machine, whose folder is its home, too.
	 * @param named a build that somebody named
	 * @param artifacts the artifacts on its class path
	 */
	public NativeRuntime runtimeWith(@Nullable Path named, Path... artifacts) throws MalformedURLException {
		return new NativeRuntime(new NativeSettings(named, this.root), with(artifacts));
	}

	/** The artifact for GPUs as it is published, as far as its needs go. */
	public Path gpuArtifact() throws IOException {
		return artifact("gpu.jar",
				Map.of("onnxruntime", "x", "onnxruntime_providers_cuda", provider(CUDA_12.toArray(String[]::new)),
						"onnxruntime_providers_tensorrt",
						provider("libcublas.so.12", "libnvinfer.so.10", "libcudart.so.12")));
	}

	/** The content of a library of the artifact on the class path of the tests. */
	public static String real(String library) throws IOException {
		try (InputStream stream = FakeMachine.class.getClassLoader().getResourceAsStream(LINUX.resource(library))) {
			return new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.ISO_8859_1);
		}
	}

	static Platform linux() {
		return LINUX;
	}

}
