package dev.semblance.encoders.internal.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.semblance.encoders.InvalidModelException;
import org.jspecify.annotations.Nullable;

/**
 * A model in a folder.
 *
 * @param folder the folder
 */
public record FolderFiles(Path folder) implements ModelFiles {

	@Override
	public boolean contains(String path) {
		return Files.isRegularFile(resolve(path));
	}

	@Override
	public InputStream open(String path) throws IOException {
		return Files.newInputStream(resolve(path));
	}

	@Override
	public long size(String path) throws IOException {
		return Files.size(resolve(path));
	}

	@Override
	public @Nullable Path folderOf(String path) {
		return resolve(path).getParent();
	}

	@Override
	public String describe(String path) {
		return resolve(path).toString();
	}

	private Path resolve(String path) {
		Path root = this.folder.toAbsolutePath().normalize();
		Path file = root.resolve(path).normalize();
		if (!file.startsWith(root)) {
			throw new InvalidModelException(
					"The model in %s names a file outside its folder: '%s'.".formatted(root, path),
					"Do not use this model; its files may have been tampered with.");
		}
		return file;
	}

}
