package dev.semblance.encoders.internal.hub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.semblance.encoders.ModelDownloadException;
import dev.semblance.encoders.internal.cache.CachedFiles;
import dev.semblance.encoders.internal.cache.ModelCache;
import dev.semblance.encoders.internal.cache.RepositoryLock;
import dev.semblance.encoders.internal.cache.Snapshot;
import dev.semblance.encoders.internal.cache.SnapshotRecord.FetchedFile;
import dev.semblance.encoders.internal.model.Checksum;
import dev.semblance.encoders.internal.model.ModelFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model at a commit whose files are brought into the cache, or checked there.
 */
public final class PullableModel {

	private static final Logger logger = LoggerFactory.getLogger(PullableModel.class);

	private final ModelCache cache;

	private final Snapshot snapshot;

	private final HubFetcher fetcher;

	PullableModel(ModelCache cache, Snapshot snapshot, HubFetcher fetcher) {
		this.cache = cache;
		this.snapshot = snapshot;
		this.fetcher = fetcher;
	}

	/**
	 * Returns the model's files, which are fetched when they are opened.
	 * @return the files
	 */
	public ModelFiles files() {
		return new CachedFiles(this.snapshot, this.fetcher);
	}

	/**
	 * Returns where the files lie.
	 * @return the folder
	 */
	public Path folder() {
		return this.snapshot.folder();
	}

	/**
	 * Returns what the files are of.
	 * @return the commit
	 */
	public String commit() {
		return this.snapshot.record().commit();
	}

	/**
	 * Returns what is recorded of a file that is in the cache.
	 * @param path its path
	 * @return size and checksum
	 */
	public FetchedFile file(String path) {
		return Objects.requireNonNull(this.snapshot.record().files().get(path));
	}

	/**
	 * Makes sure that a file is in the cache.
	 * @param path its path
	 */
	public void fetch(String path) {
		if (!this.snapshot.has(path)) {
			this.fetcher.fetch(this.snapshot, path);
		}
	}

	/**
	 * Compares all files that are in the cache with what was recorded when they were
	 * fetched, and takes out those that differ.
	 * @return paths of the files that were taken out
	 */
	public List<String> removeDamaged() {
		List<String> damaged = new ArrayList<>();
		try (RepositoryLock lock = this.cache.lock(this.snapshot.record().repository())) {
			this.snapshot.refresh();
			for (Map.Entry<String, FetchedFile> file : this.snapshot.record().files().entrySet()) {
				if (this.snapshot.has(file.getKey()) && !isIntact(file.getKey(), file.getValue())) {
					this.snapshot.remove(lock, file.getKey());
					damaged.add(file.getKey());
				}
			}
		}
		catch (IOException ex) {
			throw new ModelDownloadException(
					"The files in %s cannot be checked: %s.".formatted(this.snapshot.folder(), ex),
					"Check the folder's permissions, or delete it.", ex);
		}
		return damaged;
	}

	private boolean isIntact(String path, FetchedFile recorded) throws IOException {
		Path file = this.snapshot.folder().resolve(path);
		if (Files.isSymbolicLink(file) || !Files.isRegularFile(file) || Files.size(file) != recorded.size()) {
			return false;
		}
		MessageDigest digest = Checksum.Algorithm.SHA256.newDigest();
		try (InputStream stream = Files.newInputStream(this.snapshot.file(path))) {
			byte[] buffer = new byte[1 << 16];
			for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
				digest.update(buffer, 0, read);
			}
		}
		return new Checksum(Checksum.Algorithm.SHA256, recorded.sha256()).matches(digest);
	}

	/**
	 * Deletes what was fetched in part of files that are complete now. The model is there
	 * even if that fails.
	 */
	public void clearPartials() {
		String repository = this.snapshot.record().repository();
		if (!this.cache.hasPartials(repository)) {
			// A cache that is complete need not be writable.
			return;
		}
		try (RepositoryLock lock = this.cache.lock(repository)) {
			this.snapshot.refresh();
			this.cache.clearPartials(lock, repository, this.snapshot.record().files().values());
		}
		catch (IOException | ModelDownloadException ex) {
			logger.warn("Partial files of {}, in the folder 'partial' beside {}, cannot be deleted", repository,
					this.snapshot.folder(), ex);
		}
	}

}
