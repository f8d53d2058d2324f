package dev.semblance.encoders.internal.cache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import dev.semblance.encoders.InvalidModelException;
import dev.semblance.encoders.internal.cache.SnapshotRecord.FetchedFile;
import dev.semblance.encoders.internal.model.HubReference;
import org.jspecify.annotations.Nullable;

/**
 * Semblance's own cache: {@code models/<organization>/<name>/<commit>/} holds the files
 * of a commit as they are in the repository, {@code refs/} says what branches and tags
 * stood for when they were asked for, {@code partial/} holds what is not complete.
 */
public final class ModelCache {

	private final Path models;

	/**
	 * Creates a cache; nothing is written.
	 * @param home the folder of everything that Semblance keeps
	 */
	public ModelCache(Path home) {
		this.models = home.resolve("models");
	}

	/**
	 * Finds a model as it was last asked for.
	 * @param reference the model
	 * @return its snapshot; nothing if it was not asked for yet
	 */
	public Optional<Snapshot> find(HubReference reference) {
		Path repository = repository(reference.repository());
		String revision = reference.revisionOrMain();
		String commit = HubReference.isCommit(revision) ? revision : pointed(reference);
		if (commit == null) {
			return Optional.empty();
		}
		Path folder = repository.resolve(commit);
		return Snapshot.exists(folder) ? Optional.of(Snapshot.read(folder)) : Optional.empty();
	}

	private @Nullable String pointed(HubReference reference) {
		Path file = pointer(reference);
		if (!Files.isRegularFile(file)) {
			return null;
		}
		try {
			String commit = Files.readString(file).strip();
			if (!HubReference.isCommit(commit)) {
				throw new InvalidModelException("%s holds no commit.".formatted(file),
						"Delete it and run 'semblance pull %s'.".formatted(reference));
			}
			return commit;
		}
		catch (IOException ex) {
			throw new InvalidModelException("%s cannot be read: %s.".formatted(file, ex),
					"Delete it and run 'semblance pull %s'.".formatted(reference), ex);
		}
	}

	/**
	 * Takes the right to write a repository's folder.
	 * @param repository organization and name
	 * @return the right, to be closed
	 */
	public RepositoryLock lock(String repository) {
		return RepositoryLock.acquire(repository(repository));
	}

	/**
	 * Opens the folder of a commit, and lets a branch or tag stand for it from now on.
	 * @param lock the right to do it
	 * @param reference the model
	 * @param commit what its revision stands for
	 * @param listing paths of all files of the repository
	 * @return the snapshot
	 * @throws IOException if the folder cannot be written
	 */
	public Snapshot point(RepositoryLock lock, HubReference reference, String commit, Collection<String> listing)
			throws IOException {
		lock.require();
		Path folder = repository(reference.repository()).resolve(commit);
		Snapshot snapshot = Snapshot.exists(folder) ? Snapshot.read(folder)
				: Snapshot.create(folder, SnapshotRecord.of(reference.repository(), commit, listing));
		if (!HubReference.isCommit(reference.revisionOrMain())) {
			Path pointer = pointer(reference);
			Files.createDirectories(Objects.requireNonNull(pointer.getParent()));
			DurableFiles.write(pointer, (commit + "\n").getBytes(StandardCharsets.UTF_8));
		}
		return snapshot;
	}

	/**
	 * Returns where the part of a file lies that was fetched so far. It is named by the
	 * checksum, so that parts of different contents are never put together.
	 * @param repository organization and name
	 * @param checksum the checksum that the whole file must have
	 * @return the file, which need not exist; its folder does
	 * @throws IOException if the folder cannot be written
	 */
	public Path partial(String repository, String checksum) throws IOException {
		return Files.createDirectories(partials(repository)).resolve(checksum);
	}

	/**
	 * Finds a file of any commit by its content, which may have been changed since.
	 * @param repository organization and name
	 * @param wanted size and checksum
	 * @return where it is; nothing if it was not fetched
	 */
	public Optional<Path> find(String repository, FetchedFile wanted) {
		try (Stream<Path> folders = Files.list(repository(repository))) {
			return folders.filter(Snapshot::exists)
				.map(Snapshot::read)
				.flatMap((snapshot) -> snapshot.filesLike(wanted))
				.findFirst();
		}
		catch (IOException | UncheckedIOException | InvalidModelException ex) {
			// Whoever needs a damaged folder is told; here it is only of no help.
			return Optional.empty();
		}
	}

	/**
	 * Tells whether something was fetched in part.
	 * @param repository organization and name
	 * @return whether it was
	 */
	public boolean hasPartials(String repository) {
		return Files.isDirectory(partials(repository));
	}

	/**
	 * Deletes what was fetched in part and is not needed any more.
	 * @param lock the right to do it
	 * @param repository organization and name
	 * @throws IOException if a file cannot be deleted
	 */
	public void clearPartials(RepositoryLock lock, String repository) throws IOException {
		lock.require();
		Path folder = partials(repository);
		if (Files.isDirectory(folder)) {
			try (var files = Files.newDirectoryStream(folder)) {
				for (Path file : files) {
					Files.delete(file);
				}
			}
			Files.delete(folder);
		}
	}

	private Path partials(String repository) {
		return repository(repository).resolve("partial");
	}

	private Path pointer(HubReference reference) {
		return repository(reference.repository()).resolve("refs")
			.resolve(URLEncoder.encode(reference.revisionOrMain(), StandardCharsets.UTF_8));
	}

	/** Both parts fit a pattern that leaves no way out of the folder. */
	private Path repository(String repository) {
		return this.models.resolve(repository);
	}

}
