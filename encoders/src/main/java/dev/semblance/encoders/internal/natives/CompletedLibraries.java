package dev.semblance.encoders.internal.natives;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder of links to libraries of a build that was not made for Java, and the library
 * for Java beside them: ONNX Runtime wants all of them in one folder.
 */
final class CompletedLibraries {

	private final Path folder;

	/**
	 * Creates the folder's description; nothing is touched.
	 * @param folder the folder to make
	 */
	CompletedLibraries(Path folder) {
		this.folder = folder;
	}

	/**
	 * Makes the folder.
	 * @param incomplete the folder without the library for Java
	 * @param java the folder with it
	 * @param platform names the library's file
	 */
	Path make(Path incomplete, Path java, Platform platform) throws IOException {
		Files.createDirectories(this.folder);
		List<Path> libraries;
		try (Stream<Path> files = Files.list(incomplete)) {
			libraries = files.filter(Files::isRegularFile).toList();
		}
		for (Path library : libraries) {
			link(library.toRealPath(), library.getFileName().toString());
		}
		String name = platform.fileName(NativeLibraries.JAVA);
		link(java.resolve(name).toRealPath(), name);
		return this.folder;
	}

	/** Another process may make the same folder meanwhile. */
	private void link(Path target, String name) throws IOException {
		Path link = this.folder.resolve(name);
		if (Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(target)) {
			return;
		}
		Path temporary = Files.createTempDirectory(this.folder, "link");
		try {
			Path made = Files.createSymbolicLink(temporary.resolve(name), target);
			Files.move(made, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		}
		finally {
			Files.deleteIfExists(temporary.resolve(name));
			Files.deleteIfExists(temporary);
		}
	}

}
