package dev.semblance.encoders.internal.loading;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.NavigableSet;
import java.util.TreeSet;

import dev.semblance.encoders.internal.model.Checksum;
import dev.semblance.encoders.internal.model.ModelFiles;
import org.jspecify.annotations.Nullable;

/**
 * Files of a model that notes which of them were looked for and found: those are the ones
 * that make a difference.
 */
final class RecordingFiles implements ModelFiles {

	private final ModelFiles files;

	private final NavigableSet<String> found = new TreeSet<>();

	RecordingFiles(ModelFiles files) {
		this.files = files;
	}

	NavigableSet<String> found() {
		return this.found;
	}

	@Override
	public boolean contains(String path) {
		boolean contained = this.files.contains(path);
		if (contained) {
			this.found.add(path);
		}
		return contained;
	}

	/** What happens to lie here already is no reason to choose it for another machine. */
	@Override
	public boolean local(String path) {
		return this.files.contains(path);
	}

	@Override
	public @Nullable String artifactWith(String path) {
		return this.files.artifactWith(path);
	}

	@Override
	public InputStream open(String path) throws IOException {
		this.found.add(path);
		return this.files.open(path);
	}

	@Override
	public long size(String path) throws IOException {
		this.found.add(path);
		return this.files.size(path);
	}

	@Override
	public @Nullable Path folderOf(String path) {
		return this.files.folderOf(path);
	}

	@Override
	public String describe(String path) {
		return this.files.describe(path);
	}

	@Override
	public @Nullable Checksum checksum(String path) {
		return this.files.checksum(path);
	}

	@Override
	public @Nullable String revision() {
		return this.files.revision();
	}

}
