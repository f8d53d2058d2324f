package dev.semblance.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder that is deleted with all it holds when it is closed, or when the JVM ends
 * before that.
 */
final class TemporaryFolder implements AutoCloseable {

	static final String PREFIX = "semblance-store-";

	private final Path path;

	private final ExitAction exitAction;

	/**
	 * Creates an empty folder among the system's temporary files.
	 */
	TemporaryFolder() {
		try {
			this.path = Files.createTempDirectory(PREFIX);
		}
		catch (IOException ex) {
			throw new OutputException("A temporary folder cannot be created: %s.".formatted(ex),
					"Make java.io.tmpdir a writable folder.", ex);
		}
		this.exitAction = new ExitAction(this::delete);
	}

	Path path() {
		return this.path;
	}

	@Override
	public void close() {
		delete();
		this.exitAction.close();
	}

	private synchronized void delete() {
		try {
			if (Files.exists(this.path)) {
				for (Path entry : deepestFirst()) {
					Files.deleteIfExists(entry);
				}
			}
		}
		catch (IOException ex) {
			throw new OutputException("The temporary folder %s cannot be deleted: %s.".formatted(this.path, ex),
					"Delete it by hand.", ex);
		}
	}

	private List<Path> deepestFirst() throws IOException {
		try (Stream<Path> entries = Files.walk(this.path)) {
			return entries.sorted(Comparator.reverseOrder()).toList();
		}
	}

}
