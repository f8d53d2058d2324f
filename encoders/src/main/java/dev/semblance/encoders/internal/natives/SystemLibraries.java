package dev.semblance.encoders.internal.natives;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds shared libraries as the loader of Linux does: on {@code LD_LIBRARY_PATH}, in the
 * folders that a library itself names, in the loader's cache, in the folders of the
 * system, and among those that the process has loaded.
 *
 * @see <a href="https://man7.org/linux/man-pages/man8/ld.so.8.html">ld.so(8)</a>
 */
final class SystemLibraries {

	private static final List<String> FOLDERS = List.of("lib64", "usr/lib64", "lib/x86_64-linux-gnu",
			"usr/lib/x86_64-linux-gnu", "lib", "usr/lib");

	private final Path root;

	private final List<String> searched;

	/**
	 * Creates a finder.
	 * @param root the root of the file system
	 * @param variables the environment of the process
	 */
	SystemLibraries(Path root, Map<String, String> variables) {
		this.root = root;
		this.searched = Stream.of(variables.getOrDefault("LD_LIBRARY_PATH", "").split("[:;]"))
			.filter((folder) -> !folder.isBlank())
			.toList();
	}

	static SystemLibraries ofThisMachine() {
		return new SystemLibraries(Path.of(File.separator), System.getenv());
	}

	/**
	 * Finds a library.
	 * @param name its name with its version, such as {@code libcudart.so.12}
	 * @param runPath folders in which the library that needs it has it looked for
	 * @return where it is
	 */
	Optional<Path> find(String name, List<Path> runPath) {
		return onSearchPath(name).or(() -> first(runPath.stream().map((folder) -> folder.resolve(name))))
			.or(() -> inLoadersCache(name))
			.or(() -> inSystemFolders(name))
			.or(() -> loaded(name));
	}

	private Optional<Path> onSearchPath(String name) {
		return first(this.searched.stream().map((folder) -> path(folder + "/" + name)).flatMap(Optional::stream));
	}

	private Optional<Path> inLoadersCache(String name) {
		return first(
				paths(this.root.resolve("etc/ld.so.cache"), "\\x00(/[^\\x00]*/%s)\\x00".formatted(Pattern.quote(name)))
					.map(this::inRoot));
	}

	private Optional<Path> inSystemFolders(String name) {
		return first(FOLDERS.stream().map((folder) -> this.root.resolve(folder).resolve(name)));
	}

	/** A library that is in the process already is not looked for. */
	private Optional<Path> loaded(String name) {
		return first(
				paths(this.root.resolve("proc/self/maps"), "(/[^\\n]*/%s[^/\\n]*)\\n".formatted(Pattern.quote(name))));
	}

	/** Short enough to be read whole; the cache of a large system takes 200 kB. */
	private static Stream<Path> paths(Path file, String pattern) {
		try {
			Matcher matcher = Pattern.compile(pattern)
				.matcher(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
			return matcher.results().map((result) -> path(result.group(1))).flatMap(Optional::stream).toList().stream();
		}
		catch (IOException | SecurityException ex) {
			return Stream.empty();
		}
	}

	/** Not every name in the system is one in the encoding of the process. */
	private static Optional<Path> path(String name) {
		try {
			return Optional.of(Path.of(name));
		}
		catch (InvalidPathException ex) {
			return Optional.empty();
		}
	}

	private Path inRoot(Path path) {
		return this.root.resolve(path.getRoot().relativize(path));
	}

	private static Optional<Path> first(Stream<Path> candidates) {
		return candidates.filter(Files::isReadable).findFirst();
	}

}
