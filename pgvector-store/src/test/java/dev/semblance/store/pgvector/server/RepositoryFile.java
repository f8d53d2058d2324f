package dev.semblance.store.pgvector.server;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files of the repository that the tests run in, whichever module's they are.
 */
public final class RepositoryFile {

	private RepositoryFile() {
	}

	/**
	 * Finds a file.
	 * @param name its path within the repository
	 * @return where it is
	 */
	public static Path named(String name) {
		Path start = Path.of("").toAbsolutePath();
		for (Path folder = start; folder != null; folder = folder.getParent()) {
			if (Files.exists(folder.resolve(name))) {
				return folder.resolve(name);
			}
		}
		throw new IllegalStateException("%s is in no folder above %s.".formatted(name, start));
	}

}
