package dev.semblance.encoders.internal.natives;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import dev.semblance.encoders.DeviceUnavailableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells ONNX Runtime where its native libraries are, before it is loaded. Left to itself
 * it unpacks them at every start, which takes many seconds for those of a GPU. A process
 * loads one build, which it keeps until it ends.
 */
public final class NativeLoader {

	private static final Logger logger = LoggerFactory.getLogger(NativeLoader.class);

	/** Marks a folder as taken, for classes of other loaders in the same process. */
	private static final String TAKEN = "dev.semblance.natives:";

	/** What has been prepared: builds, and providers of theirs. */
	private static final Set<String> prepared = new HashSet<>();

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
		return (property == null || property.equals(told) || System.getProperty(TAKEN + property) != null) ? null
				: property;
	}

	/**
	 * Prepares for loading. Does nothing if the same was prepared before.
	 * @param build the build
	 * @param home the folder of everything that Semblance keeps
	 * @param providers the providers that will be asked for
	 * @throws DeviceUnavailableException if the process has loaded another build, or a
	 * build that was named cannot be unpacked
	 */
	static synchronized void prepare(NativeBuild build, Path home, List<ExecutionProvider> providers) {
		requireSame(build);
		loadedFrom = build.place();
		Optional<NativeLibraries> libraries = build.libraries();
		boolean others = build.origin() == NativeBuild.Origin.PROPERTY || chosenOneByOne();
		if (libraries.isEmpty() || others || !prepared.add(build.place() + " " + providers)) {
			return;
		}
		try {
			TrustedFolder.requireHome(home);
			tell(folder(libraries.get(), home.resolve("onnxruntime"), providers, build.artifact()));
		}
		catch (IOException | RuntimeException ex) {
			if (build.origin() == NativeBuild.Origin.NAMED) {
				prepared.clear();
				throw new DeviceUnavailableException("%s cannot be made ready in %s: %s.".formatted(build
					.place(), home, ex), (ex instanceof FileSystemException)
							? "Let the folder be writable for the user of the process alone, or set SEMBLANCE_HOME to another one."
							: "Name a complete build: a folder with its library for Java, or a jar such as onnxruntime_gpu.",
						ex);
			}
			logger.warn("ONNX Runtime's native libraries cannot be kept in {} and are unpacked at every start: {}",
					home, ex.toString());
		}
	}

	/**
	 * Takes back what ONNX Runtime has read meanwhile, so that nobody else in the process
	 * goes by it.
	 */
	public static synchronized void loaded() {
		if (told != null && told.equals(System.getProperty(NativeBuild.PATH_PROPERTY))) {
			System.clearProperty(NativeBuild.PATH_PROPERTY);
		}
	}

	private static void requireSame(NativeBuild build) {
		if (loadedFrom != null && !loadedFrom.equals(build.place())) {
			throw new DeviceUnavailableException(
					"This process runs %s, and %s was asked for.".formatted(loadedFrom, build.place()),
					"Name the same build for all runtimes: a process can load one.");
		}
	}

	/** ONNX Runtime's properties for single libraries, which a folder would go before. */
	private static boolean chosenOneByOne() {
		return Stream.of(NativeLibraries.RUNTIME, NativeLibraries.JAVA)
			.flatMap((library) -> Stream.of("path", "skip")
				.map("onnxruntime.native.%s.%%s".formatted(library)::formatted))
			.anyMatch((property) -> System.getProperty(property) != null);
	}

	private static Path folder(NativeLibraries libraries, Path parent, List<ExecutionProvider> providers,
			Optional<NativeLibraries> artifact) throws IOException {
		if (libraries instanceof FolderLibraries folder) {
			return folder.find(NativeLibraries.JAVA).isPresent() ? folder.folder()
					: completed(folder, parent, artifact);
		}
		UnpackedLibraries unpacked = new UnpackedLibraries(libraries, parent);
		List<String> names = new ArrayList<>(NativeLibraries.ALWAYS);
		providers.forEach((provider) -> names.add(provider.library()));
		unpacked.unpack(names);
		return unpacked.folder();
	}

	private static Path completed(FolderLibraries folder, Path parent, Optional<NativeLibraries> artifact)
			throws IOException {
		NativeLibraries java = artifact.filter((found) -> found.find(NativeLibraries.JAVA).isPresent())
			.orElseThrow(() -> new IOException("%s holds no %s, and neither does the class path"
				.formatted(folder.folder(), folder.platform().fileName(NativeLibraries.JAVA))));
		return new CompletedLibraries(folder, parent).make(folder(java, parent, List.of(), Optional.empty()));
	}

	/**
	 * A library can be loaded by one class loader only. Where another one has these, ONNX
	 * Runtime must unpack some of its own.
	 */
	private static void tell(Path folder) {
		String path = folder.toAbsolutePath().toString();
		if (!path.equals(told) && System.getProperty(TAKEN + path) != null) {
			return;
		}
		System.setProperty(TAKEN + path, "");
		System.setProperty(NativeBuild.PATH_PROPERTY, path);
		told = path;
	}

}
