package dev.semblance.encoders.internal.cache;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

import dev.semblance.encoders.InvalidModelException;
import dev.semblance.encoders.internal.model.Checksum;
import dev.semblance.encoders.internal.model.ModelFiles;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files of one commit in the cache of Hugging Face's tools. A file there is a link into
 * the repository's {@code blobs}, where a content is named by its checksum; where there
 * are no links, it is the file itself, of which nothing is known. Any other link is
 * refused.
 */
public final class HuggingFaceFiles implements ModelFiles {

	private static final Logger logger = LoggerFactory.getLogger(HuggingFaceFiles.class);

	private final Path snapshot;

	private final Path blobs;

	private final String commit;

	private final Set<String> opened = new ConcurrentSkipListSet<>();

	private HuggingFaceFiles(Path snapshot, Path blobs, String commit) {
		this.snapshot = snapshot;
		this.blobs = blobs;
		this.commit = commit;
	}

	static HuggingFaceFiles of(Path repository, String commit) throws IOException {
		Path real = repository.toRealPath();
		return new HuggingFaceFiles(real.resolve("snapshots").resolve(commit), real.resolve("blobs"), commit);
	}

	@Override
	public boolean contains(String path) {
		Path named = named(path);
		if (!Files.exists(named)) {
			return false;
		}
		try {
			return Files.isRegularFile(content(named));
		}
		catch (IOException ex) {
			throw new InvalidModelException("%s cannot be read: %s.".formatted(named, ex),
					"Check its permissions, or delete the model from that cache.", ex);
		}
	}

	@Override
	public InputStream open(String path) throws IOException {
		this.opened.add(path);
		return Files.newInputStream(existing(path));
	}

	@Override
	public long size(String path) throws IOException {
		return Files.size(existing(path));
	}

	@Override
	public @Nullable Path folderOf(String path) {
		return named(path).getParent();
	}

	@Override
	public String describe(String path) {
		return this.snapshot.resolve(path).toString();
	}

	@Override
	public @Nullable Checksum checksum(String path) {
		try {
			Path content = existing(path);
			return this.blobs.equals(content.getParent())
					? Checksum.of(String.valueOf(content.getFileName())).orElse(null) : null;
		}
		catch (IOException ex) {
			// Whoever reads it will say so.
			return null;
		}
	}

	/**
	 * Compares the files that were opened with what their blobs are named by.
	 * @return paths of those that differ
	 */
	public List<String> changed() {
		return this.opened.stream().filter(this::isChanged).toList();
	}

	private boolean isChanged(String path) {
		try {
			Checksum checksum = checksum(path);
			return checksum != null && !matches(path, checksum);
		}
		catch (IOException | InvalidModelException ex) {
			// Whoever reads it will say so.
			return false;
		}
	}

	private boolean matches(String path, Checksum checksum) throws IOException {
		try (InputStream stream = Files.newInputStream(existing(path))) {
			MessageDigest digest = checksum.newDigest(size(path));
			try (DigestOutputStream output = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
				stream.transferTo(output);
			}
			return checksum.matches(digest);
		}
	}

	@Override
	public String revision() {
		return this.commit;
	}

	private Path existing(String path) throws IOException {
		Path named = named(path);
		if (!Files.exists(named)) {
			throw new NoSuchFileException(named.toString());
		}
		return content(named);
	}

	private Path named(String path) {
		return this.snapshot.resolve(RepositoryPaths.requireInside(this.snapshot.toString(), path));
	}

	/** Follows the one link that this cache is made of. */
	private Path content(Path named) throws IOException {
		Path real = named.toRealPath();
		Path folder = Objects.requireNonNull(named.getParent());
		boolean blob = this.blobs.equals(real.getParent()) && folder.toRealPath().equals(folder);
		boolean plain = real.equals(named);
		if (!blob && !plain) {
			// Whoever asks may go on without this cache, and nobody would look at it.
			logger.warn("{} is a link to {}, which is outside of the repository's blobs", named, real);
			throw new InvalidModelException(
					"%s is a link to %s, which is outside of the repository's blobs.".formatted(named, real),
					"Do not use this folder; delete the model from that cache, and find out who put the link there.");
		}
		return real;
	}

}
