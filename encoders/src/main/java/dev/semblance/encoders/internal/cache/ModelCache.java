package dev.semblance.encoders.internal.cache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import dev.semblance.encoders.InvalidInputException;
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
		requireNoLink(Objects.requireNonNull(file.getParent()));
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
		if (this.models.startsWith("?")) {
			// As the Java platform says it of a user without an entry in /etc/passwd.
			throw new InvalidInputException(
					"Models cannot be kept in %s: the user has no home folder.".formatted(this.models),
					"Set SEMBLANCE_HOME, or semblance.hub.home, to a folder that can be written.");
		}
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
			requireNoLink(Files.createDirectories(Objects.requireNonNull(pointer.getParent())));
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
		Path folder = Files.createDirectories(partials(repository));
		requireNoLink(folder);
		return folder.resolve(checksum);
	}

	/** What is written into a link is written to a place that nobody chose. */
	private static void requireNoLink(Path folder) {
		if (Files.isSymbolicLink(folder)) {
			throw new InvalidModelException("%s is a link; the cache has folders and files only.".formatted(folder),
					"Delete it, and find out who put it there.");
		}
	}

	/**
	 * Finds a file of any commit by its content, which may have been changed since.
	 * @param repository organization and name
	 * @param wanted size and checksum
	 * @return where it is; nothing if it was not fetched
	 */
	public Optional<Path> findContent(String repository, FetchedFile wanted) {
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
		return Files.isDirectory(partials(repository), LinkOption.NOFOLLOW_LINKS);
	}

	/**
	 * Deletes what was fetched in part of files that are complete. Other parts may still
	 * be wanted, such as those of another variant whose download was interrupted.
	 * @param lock the right to do it
	 * @param repository organization and name
	 * @param complete the files that are complete
	 * @throws IOException if a file cannot be deleted
	 */
	public void clearPartials(RepositoryLock lock, String repository, Collection<FetchedFile> complete)
			throws IOException {
		lock.require();
		if (!hasPartials(repository)) {
			return;
		}
		Path folder = partials(repository);
		for (FetchedFile file : complete) {
			Files.deleteIfExists(folder.resolve(file.sha256()));
		}
		try (var left = Files.newDirectoryStream(folder)) {
			if (left.iterator().hasNext()) {
				return;
			}
		}
		catch (DirectoryIteratorException ex) {
			throw ex.getCause();
		}
		Files.delete(folder);
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
