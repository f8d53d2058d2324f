package dev.semblance.encoders.internal.natives;

import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;

import dev.semblance.encoders.DeviceUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * The build of ONNX Runtime that is loaded, or would be. Safe for concurrent use.
 */
final class NativeBuild {

	/** ONNX Runtime's own property for a folder of its libraries. */
	static final String PATH_PROPERTY = "onnxruntime.native.path";

	private static final String NAME_A_BUILD = "Name a folder of ONNX Runtime's native libraries, or a jar such as onnxruntime_gpu.";

	private final @Nullable NativeLibraries libraries;

	private final Origin origin;

	/** Holds the library for Java of a build that was not made for Java. */
	private final @Nullable NativeLibraries artifact;

	private final Map<ExecutionProvider, NeededLibraries> needed = new ConcurrentHashMap<>();

	private NativeBuild(@Nullable NativeLibraries libraries, Origin origin, @Nullable NativeLibraries artifact) {
		this.libraries = libraries;
		this.origin = origin;
		this.artifact = artifact;
	}

	/**
	 * Finds the build.
	 * @param named a folder or a jar that somebody named
	 * @param property the folder that ONNX Runtime was told to take
	 * @param loader finds the artifact on the class path
	 * @param platform for which the build is needed
	 * @throws DeviceUnavailableException if what was named is no such build
	 */
	static NativeBuild find(@Nullable Path named, @Nullable String property, ClassLoader loader, Platform platform) {
		NativeLibraries artifact = onClassPath(loader, platform);
		if (property != null) {
			return new NativeBuild(new FolderLibraries(toldFolder(property), platform), Origin.PROPERTY, artifact);
		}
		return (named != null) ? new NativeBuild(named(named, platform), Origin.NAMED, artifact)
				: new NativeBuild(artifact, Origin.CLASS_PATH, artifact);
	}

	private static Path toldFolder(String property) {
		try {
			return Path.of(property);
		}
		catch (InvalidPathException ex) {
			throw new DeviceUnavailableException("%s is no path: '%s'.".formatted(PATH_PROPERTY, property),
					"Set the system property to a folder of ONNX Runtime's native libraries, or leave it out.", ex);
		}
	}

	private static NativeLibraries named(Path place, Platform platform) {
		NativeLibraries libraries = Files.isDirectory(place) ? new FolderLibraries(real(place), platform)
				: new JarLibraries(address(real(place)), platform);
		if (libraries.find(NativeLibraries.RUNTIME).isEmpty()) {
			throw new DeviceUnavailableException("%s was named as ONNX Runtime, and holds no %s for %s."
				.formatted(place, platform.fileName(NativeLibraries.RUNTIME), platform.name()), NAME_A_BUILD);
		}
		return libraries;
	}

	/** So that a build is the same by whatever name. */
	private static Path real(Path place) {
		if (!Files.exists(place)) {
			throw new DeviceUnavailableException("%s was named as ONNX Runtime, and does not exist.".formatted(place),
					NAME_A_BUILD);
		}
		try {
			return place.toRealPath();
		}
		catch (IOException ex) {
			throw new DeviceUnavailableException(
					"%s was named as ONNX Runtime, and cannot be read: %s.".formatted(place, ex), NAME_A_BUILD, ex);
		}
	}

	private static URL address(Path jar) {
		try {
			return new URL("jar:%s!/".formatted(jar.toUri()));
		}
		catch (MalformedURLException ex) {
			throw new IllegalArgumentException(jar.toString(), ex);
		}
	}

	private static @Nullable NativeLibraries onClassPath(ClassLoader loader, Platform platform) {
		String resource = platform.resource(NativeLibraries.RUNTIME);
		URL found = loader.getResource(resource);
		try {
			if (found == null) {
				return null;
			}
			if (found.getProtocol().equals("jar")) {
				String jar = found.toString();
				return new JarLibraries(new URL(jar.substring(0, jar.length() - resource.length())), platform);
			}
			// Others, such as those of images, are no folders of the system.
			return found.getProtocol().equals("file")
					? new FolderLibraries(Path.of(URI.create(found.toString())).resolveSibling(""), platform) : null;
		}
		catch (IOException | RuntimeException ex) {
			// A class path of another kind: ONNX Runtime finds its libraries by itself.
			return null;
		}
	}

	/** The libraries, if they can be found without ONNX Runtime. */
	Optional<NativeLibraries> libraries() {
		return Optional.ofNullable(this.libraries);
	}

	Origin origin() {
		return this.origin;
	}

	/** Tells where the build is, for messages. */
	String place() {
		return switch (this.origin) {
			case CLASS_PATH -> "the ONNX Runtime on the class path";
			case NAMED, PROPERTY -> "the ONNX Runtime in " + libraries().map(NativeLibraries::place).orElse("?");
		};
	}

	boolean has(ExecutionProvider provider) {
		return libraries().flatMap((found) -> found.find(provider.library())).isPresent();
	}

	/** The libraries of the artifact on the class path. */
	Optional<NativeLibraries> artifact() {
		return Optional.ofNullable(this.artifact);
	}

	/**
	 * Tells whether a provider can be asked for from Java: the library between ONNX
	 * Runtime and its classes refuses that unless it was compiled for it, as that of
	 * {@code onnxruntime_gpu} is.
	 */
	boolean canAskFor(ExecutionProvider provider) {
		Optional<NativeLibraries.Library> java = libraries().flatMap((found) -> found.find(NativeLibraries.JAVA))
			.or(() -> artifact().flatMap((found) -> found.find(NativeLibraries.JAVA)));
		try (InputStream stream = java.isPresent() ? java.get().open() : InputStream.nullInputStream()) {
			return !new String(stream.readAllBytes(), StandardCharsets.ISO_8859_1)
				.contains("not compiled with %s support".formatted(provider));
		}
		catch (IOException ex) {
			return true;
		}
	}

	/**
	 * Tells what a provider needs of the machine.
	 * @param provider the provider
	 * @return names of shared libraries; none if not known
	 */
	SortedSet<String> needs(ExecutionProvider provider) {
		return needed(provider).names();
	}

	/**
	 * Tells where a provider itself has libraries looked for.
	 * @param provider the provider
	 * @return folders, which need not be there
	 */
	List<Path> runPath(ExecutionProvider provider) {
		String origin = (this.libraries instanceof FolderLibraries folder) ? folder.folder().toString() : "";
		try {
			return needed(provider).runPath()
				.stream()
				.map((folder) -> Path.of(folder.replace("$ORIGIN", origin)))
				.toList();
		}
		catch (InvalidPathException ex) {
			return List.of();
		}
	}

	/** Every model asks several times, and a jar must inflate it. */
	private NeededLibraries needed(ExecutionProvider provider) {
		return this.needed.computeIfAbsent(provider, this::readNeeded);
	}

	private NeededLibraries readNeeded(ExecutionProvider provider) {
		Optional<NativeLibraries.Library> library = libraries().flatMap((found) -> found.find(provider.library()));
		try {
			return library.isPresent() ? NeededLibraries.of(library.get()) : NeededLibraries.UNKNOWN;
		}
		catch (IOException ex) {
			return NeededLibraries.UNKNOWN;
		}
	}

	/**
	 * Who chose a build.
	 */
	enum Origin {

		/** Whoever put the artifact on the class path. */
		CLASS_PATH,

		/** The settings. */
		NAMED,

		/** ONNX Runtime's own property. */
		PROPERTY

	}

}
