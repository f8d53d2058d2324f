package dev.semblance.encoders.internal.natives;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.semblance.encoders.DeviceUnavailableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells ONNX Runtime where its native libraries are, before it is loaded. Left to itself
 * it unpacks them at every start, which takes many seconds for those of a GPU. A process
 * loads one build, which it keeps until it ends.
 */
final class NativeLoader {

	private static final Logger logger = LoggerFactory.getLogger(NativeLoader.class);

	private static final List<String> ALWAYS = List.of(NativeLibraries.RUNTIME, NativeLibraries.JAVA,
			NativeLibraries.SHARED);

	/** The place from which the process loads them; of all runtimes. */
	private static @Nullable String loadedFrom;

	/** What was told to ONNX Runtime from here. */
	private static @Nullable String told;

	private NativeLoader() {
	}

	/**
	 * Returns the folder that somebody else told ONNX Runtime to take.
	 */
	static synchronized @Nullable String toldByOthers() {
		String property = System.getProperty(NativeBuild.PATH_PROPERTY);
		return (property == null || property.equals(told)) ? null : property;
	}

	/**
	 * Prepares for loading.
	 * @param build the build
	 * @param home the folder of everything that Semblance keeps
	 * @param providers the providers that will be asked for
	 * @throws DeviceUnavailableException if the process has loaded another build, or a
	 * build that was named cannot be unpacked
	 */
	static synchronized void prepare(NativeBuild build, Path home, List<ExecutionProvider> providers) {
		requireSame(build);
		Optional<NativeLibraries> libraries = build.libraries();
		if (libraries.isPresent() && build.origin() != NativeBuild.Origin.PROPERTY) {
			try {
				tell(folder(libraries.get(), home.resolve("onnxruntime"), providers, build.artifact()));
			}
			catch (IOException | RuntimeException ex) {
				if (build.origin() == NativeBuild.Origin.NAMED) {
					throw new DeviceUnavailableException(
							"The native libraries of %s cannot be kept in %s: %s.".formatted(build.place(), home, ex),
							"Make the folder writable, or set SEMBLANCE_HOME to another one.", ex);
				}
				logger.warn("ONNX Runtime's native libraries cannot be kept in {} and are unpacked at every start: {}",
						home, ex.toString());
			}
		}
		loadedFrom = build.place();
	}

	private static void requireSame(NativeBuild build) {
		if (loadedFrom != null && !loadedFrom.equals(build.place())) {
			throw new DeviceUnavailableException(
					"This process runs %s, and %s was asked for.".formatted(loadedFrom, build.place()),
					"Name the same build for all runtimes: a process can load one.");
		}
	}

	private static Path folder(NativeLibraries libraries, Path parent, List<ExecutionProvider> providers,
			Optional<NativeLibraries> artifact) throws IOException {
		if (libraries instanceof FolderLibraries folder) {
			return folder.find(NativeLibraries.JAVA).isPresent() ? folder.folder()
					: completed(folder, parent, artifact);
		}
		UnpackedLibraries unpacked = new UnpackedLibraries(libraries, parent);
		List<String> names = new ArrayList<>(ALWAYS);
		providers.forEach((provider) -> names.add(provider.library()));
		unpacked.unpack(names);
		return unpacked.folder();
	}

	private static Path completed(FolderLibraries folder, Path parent, Optional<NativeLibraries> artifact)
			throws IOException {
		NativeLibraries java = artifact.filter((found) -> found.find(NativeLibraries.JAVA).isPresent())
			.orElseThrow(() -> new IOException("%s holds no %s, and neither does the class path"
				.formatted(folder.folder(), folder.platform().fileName(NativeLibraries.JAVA))));
		String name = "linked-%08x".formatted(folder.folder().toRealPath().toString().hashCode());
		return new CompletedLibraries(parent.resolve(name)).make(folder.folder(),
				folder(java, parent, List.of(), Optional.empty()), folder.platform());
	}

	private static void tell(Path folder) {
		String path = folder.toAbsolutePath().toString();
		System.setProperty(NativeBuild.PATH_PROPERTY, path);
		told = path;
	}

}
