package dev.semblance.encoders.internal.natives;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * NVIDIA's driver and the GPUs it knows, as far as files tell.
 *
 * @param version its version, such as {@code 580.159.04}; {@code null} if not known
 * @param gpus names of the GPUs; none if not known
 * @param reachable whether the process can reach it; a container sees the driver of its
 * host also if it was not given the device
 */
record NvidiaDriver(@Nullable String version, List<String> gpus, boolean reachable) {

	private static final Pattern VERSION = Pattern.compile("Kernel Module.*?\\s(\\d+\\.\\d+(?:\\.\\d+)?)\\s");

	private static final Pattern MODEL = Pattern.compile("Model:\\s*(.+)");

	private static final Pattern NODE = Pattern.compile("nvidia\\d+");

	NvidiaDriver {
		gpus = List.copyOf(gpus);
	}

	static Optional<NvidiaDriver> ofThisMachine() {
		String windows = System.getenv("SystemRoot");
		if (Platform.ofThisMachine().isWindows() && windows != null) {
			return Files.exists(Path.of(windows, "System32", "nvcuda.dll"))
					? Optional.of(new NvidiaDriver(null, List.of(), true)) : Optional.empty();
		}
		return find(Path.of(File.separator));
	}

	/**
	 * Finds the driver of Linux.
	 * @param root the root of the file system
	 */
	static Optional<NvidiaDriver> find(Path root) {
		Path kernel = root.resolve("proc/driver/nvidia");
		boolean reachable = Stream.of("dev/nvidiactl", "dev/dxg").map(root::resolve).anyMatch(Files::exists);
		if (!reachable && !Files.exists(kernel.resolve("version"))) {
			return Optional.empty();
		}
		Matcher version = VERSION.matcher(read(kernel.resolve("version")) + "\n");
		List<String> models = list(kernel.resolve("gpus")).map((gpu) -> MODEL.matcher(read(gpu.resolve("information"))))
			.filter(Matcher::find)
			.map((model) -> model.group(1).strip())
			.toList();
		List<String> nodes = list(root.resolve("dev")).map((node) -> node.getFileName().toString())
			.filter((name) -> NODE.matcher(name).matches())
			.map((name) -> "NVIDIA GPU")
			.toList();
		return Optional.of(new NvidiaDriver(version.find() ? version.group(1) : null, models.isEmpty() ? nodes : models,
				reachable));
	}

	/** The first number of the version; 0 if not known. */
	int major() {
		return (this.version != null) ? Integer.parseInt(this.version.substring(0, this.version.indexOf('.'))) : 0;
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			return "";
		}
	}

	private static Stream<Path> list(Path folder) {
		try (Stream<Path> files = Files.list(folder)) {
			return files.sorted().toList().stream();
		}
		catch (IOException | UncheckedIOException ex) {
			return Stream.empty();
		}
	}

}
