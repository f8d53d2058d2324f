package dev.semblance.encoders.internal.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

import dev.semblance.encoders.InvalidModelException;
import dev.semblance.encoders.internal.cache.SnapshotRecord.FetchedFile;

/**
 * The folder of one commit in the cache. Reading needs no lock: files appear and are
 * replaced whole. Writing needs the {@link RepositoryLock}.
 */
public final class Snapshot {

	/** A repository with a file of that name is refused. */
	private static final String RECORD = "semblance-lock.json";

	private final Path folder;

	private volatile SnapshotRecord record;

	private Snapshot(Path folder, SnapshotRecord record) {
		this.folder = folder;
		this.record = record;
	}

	static boolean exists(Path folder) {
		return Files.isRegularFile(folder.resolve(RECORD));
	}

	static Snapshot read(Path folder) {
		return new Snapshot(folder, readRecord(folder));
	}

	static Snapshot create(Path folder, SnapshotRecord record) throws IOException {
		Files.createDirectories(folder);
		DurableFiles.write(folder.resolve(RECORD), record.toJson());
		return new Snapshot(folder, record);
	}

	private static SnapshotRecord readRecord(Path folder) {
		Path file = folder.resolve(RECORD);
		try {
			SnapshotRecord record = SnapshotRecord.ofJson(Files.readAllBytes(file));
			if (!folder.endsWith(Path.of(record.repository(), record.commit()))) {
				throw new IllegalArgumentException(
						"it is that of %s at %s".formatted(record.repository(), record.commit()));
			}
			return record;
		}
		catch (IOException | IllegalArgumentException ex) {
			throw new InvalidModelException(
					"The record of a model in the cache, %s, cannot be used: %s.".formatted(file, ex.getMessage()),
					"Delete the folder and run 'semblance pull' for the model.", ex);
		}
	}

	/**
	 * Returns where the files are.
	 * @return the folder
	 */
	public Path folder() {
		return this.folder;
	}

	/**
	 * Returns what is known of the files.
	 * @return the record, as it was read last
	 */
	public SnapshotRecord record() {
		return this.record;
	}

	/**
	 * Reads again what others may have fetched.
	 */
	public void refresh() {
		this.record = readRecord(this.folder);
	}

	/**
	 * Tells whether a file was fetched and is there.
	 * @param path its path
	 * @return whether it is
	 */
	public boolean has(String path) {
		return this.record.files().containsKey(path) && Files.exists(resolve(path), LinkOption.NOFOLLOW_LINKS);
	}

	/**
	 * Returns a file that is there.
	 * @param path its path
	 * @return where it is
	 * @throws IOException if it cannot be told
	 * @throws InvalidModelException if it is a link, or behind one
	 */
	public Path file(String path) throws IOException {
		Path file = resolve(path);
		requireInPlace(file);
		if (!Files.isRegularFile(file)) {
			throw new NoSuchFileException(file.toString());
		}
		return file;
	}

	/** Finds files by what was recorded of them. */
	Stream<Path> filesLike(FetchedFile wanted) {
		return this.record.files()
			.entrySet()
			.stream()
			.filter((file) -> file.getValue().equals(wanted))
			.map((file) -> resolve(file.getKey()))
			.filter((file) -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS));
	}

	/** Refuses a link, and what is behind one. */
	private void requireInPlace(Path file) throws IOException {
		Path real = file.toRealPath();
		if (!real.equals(this.folder.toRealPath().resolve(this.folder.relativize(file)))) {
			throw new InvalidModelException("%s is a link to %s; the cache has files only.".formatted(file, real),
					"Delete it and run 'semblance pull' for the model, and find out who put it there.");
		}
	}

	private Path resolve(String path) {
		if (path.equalsIgnoreCase(RECORD)) {
			throw new InvalidModelException(
					"The repository %s has a file with the name '%s', which the cache needs for itself.".formatted(
							this.record.repository(), path),
					"Do not use this model; it may have been tampered with.");
		}
		return this.folder.resolve(RepositoryPaths.requireInside(this.record.repository(), path));
	}

	/**
	 * Takes in a file that was fetched and checked.
	 * @param lock the right to do it
	 * @param path its path
	 * @param fetched what it is
	 * @param temporary where it is now, on the same file system, written to the disk
	 * @throws IOException if it cannot be moved
	 */
	public void add(RepositoryLock lock, String path, FetchedFile fetched, Path temporary) throws IOException {
		lock.require();
		Path file = resolve(path);
		requireInPlace(Files.createDirectories(Objects.requireNonNull(file.getParent())));
		// Recorded first: whoever finds the file knows what it must be. If it ends in
		// between, the file is missing, and fetched again.
		SnapshotRecord more = readRecord(this.folder).with(path, fetched);
		DurableFiles.write(this.folder.resolve(RECORD), more.toJson());
		DurableFiles.move(temporary, file);
		this.record = more;
	}

	/**
	 * Takes out a file that is damaged.
	 * @param lock the right to do it
	 * @param path its path
	 * @throws IOException if it cannot be deleted
	 */
	public void remove(RepositoryLock lock, String path) throws IOException {
		lock.require();
		Path file = resolve(path);
		requireInPlace(Objects.requireNonNull(file.getParent()));
		Files.deleteIfExists(file);
	}

}
