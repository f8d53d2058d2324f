package dev.semblance.encoders.internal.model;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Path;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A model on the class path: a folder of resources, some of which may stand elsewhere on
 * the class path, as a {@code resources.json} in the folder says.
 *
 * @param loader finds the resources
 * @param folder the folder, with a {@code /} at its end
 * @param elsewhere resource by the path of the file that it stands for
 * @param artifacts the artifact that brings a file, by the path of a file that need not
 * be there
 */
record ClasspathFiles(ClassLoader loader, String folder, Map<String, String> elsewhere,
		Map<String, String> artifacts) implements ModelFiles {

	@Override
	public boolean contains(String path) {
		return resource(path) != null;
	}

	@Override
	public @Nullable String artifactWith(String path) {
		return contains(path) ? null : this.artifacts.get(path);
	}

	@Override
	public InputStream open(String path) throws IOException {
		return connect(path).getInputStream();
	}

	@Override
	public long size(String path) throws IOException {
		// Opened and closed, because some URL connections hold the file open otherwise.
		URLConnection connection = connect(path);
		try (InputStream stream = connection.getInputStream()) {
			long length = connection.getContentLengthLong();
			return (length >= 0) ? length : stream.transferTo(java.io.OutputStream.nullOutputStream());
		}
	}

	@Override
	public @Nullable Path folderOf(String path) {
		return null;
	}

	@Override
	public String describe(String path) {
		return "classpath:" + name(path);
	}

	private URLConnection connect(String path) throws IOException {
		URL resource = resource(path);
		if (resource == null) {
			throw new FileNotFoundException(describe(path));
		}
		URLConnection connection = resource.openConnection();
		connection.setUseCaches(false);
		return connection;
	}

	private @Nullable URL resource(String path) {
		return this.loader.getResource(name(path));
	}

	private String name(String path) {
		return this.elsewhere.getOrDefault(path, this.folder + path);
	}

}
