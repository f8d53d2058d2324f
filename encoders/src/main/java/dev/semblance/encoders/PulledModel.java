package dev.semblance.encoders;

import java.nio.file.Path;
import java.util.List;

/**
 * A model of a hub that is complete in the cache.
 *
 * @param repository organization and name
 * @param revision the commit
 * @param folder where its files lie, in the layout of the repository
 * @param files the files that the model needs, by their paths
 * @param repaired paths of files that were damaged and fetched again
 */
public record PulledModel(String repository, String revision, Path folder, List<PulledFile> files,
		List<String> repaired) {

	/**
	 * Copies the lists.
	 */
	public PulledModel {
		files = List.copyOf(files);
		repaired = List.copyOf(repaired);
	}

	/**
	 * Returns how large the model is.
	 * @return number of bytes of all files
	 */
	public long bytes() {
		return this.files.stream().mapToLong(PulledFile::size).sum();
	}

	/**
	 * A file of a model.
	 *
	 * @param path its path in the repository
	 * @param size number of bytes
	 * @param sha256 its SHA-256, in lower-case hexadecimal
	 */
	public record PulledFile(String path, long size, String sha256) {
	}

}
