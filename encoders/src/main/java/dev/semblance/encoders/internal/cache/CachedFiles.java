package dev.semblance.encoders.internal.cache;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.semblance.encoders.internal.cache.SnapshotRecord.FetchedFile;
import dev.semblance.encoders.internal.model.Checksum;
import dev.semblance.encoders.internal.model.ModelFiles;
import org.jspecify.annotations.Nullable;

/**
 * The files of a repository at one commit. Those that are in the cache are read from
 * there; others are fetched when they are opened.
 */
public final class CachedFiles implements ModelFiles {

	private final Snapshot snapshot;

	private final FileFetcher fetcher;

	/**
	 * Creates files.
	 * @param snapshot the commit
	 * @param fetcher fetches what is not there yet
	 */
	public CachedFiles(Snapshot snapshot, FileFetcher fetcher) {
		this.snapshot = snapshot;
		this.fetcher = fetcher;
	}

	@Override
	public boolean contains(String path) {
		return this.snapshot.record().listing().contains(path);
	}

	@Override
	public boolean local(String path) {
		return this.snapshot.has(path);
	}

	@Override
	public InputStream open(String path) throws IOException {
		return Files.newInputStream(file(path));
	}

	@Override
	public long size(String path) throws IOException {
		return Files.size(file(path));
	}

	private Path file(String path) throws IOException {
		if (!this.snapshot.has(path)) {
			this.fetcher.fetch(this.snapshot, path);
		}
		return this.snapshot.file(path);
	}

	@Override
	public @Nullable Path folderOf(String path) {
		return this.snapshot.folder().resolve(path).getParent();
	}

	@Override
	public String describe(String path) {
		return this.snapshot.folder().resolve(path).toString();
	}

	@Override
	public @Nullable Checksum checksum(String path) {
		FetchedFile fetched = this.snapshot.record().files().get(path);
		return (fetched != null) ? new Checksum(Checksum.Algorithm.SHA256, fetched.sha256()) : null;
	}

	@Override
	public String revision() {
		return this.snapshot.record().commit();
	}

}
