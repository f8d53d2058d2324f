package dev.semblance.encoders.internal.natives;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Native libraries in a folder.
 *
 * @param folder the folder
 * @param platform for which they are made
 */
record FolderLibraries(Path folder, Platform platform) implements NativeLibraries {

	@Override
	public String place() {
		return this.folder.toString();
	}

	@Override
	public Optional<Library> find(String name) {
		Path file = this.folder.resolve(this.platform.fileName(name));
		try {
			return Files.isRegularFile(file) ? Optional
				.of(new Library(file.getFileName().toString(), Files.size(file), -1, () -> Files.newInputStream(file)))
					: Optional.empty();
		}
		catch (IOException ex) {
			return Optional.empty();
		}
	}

}
