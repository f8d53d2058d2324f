package dev.semblance.samples.search;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.semblance.retrieval.store.StoreException;

import static java.net.URLDecoder.decode;
import static java.net.URLEncoder.encode;

/**
 * A file with the ids that the store may hold. The store does not list its documents, and
 * one that has left the collection must leave the store too.
 */
final class KnownIds {

	private static final String REMEDY = "Check that the folder is writable and the disk not full.";

	private final Path file;

	KnownIds(Path file) {
		this.file = file;
	}

	/** Reads the ids; none if nothing has been written yet. */
	Set<String> read() {
		try {
			Set<String> ids = new LinkedHashSet<>();
			Files.readAllLines(this.file, StandardCharsets.US_ASCII)
				.forEach((line) -> ids.add(decode(line, StandardCharsets.UTF_8)));
			return ids;
		}
		catch (NoSuchFileException ex) {
			return Set.of();
		}
		catch (IOException ex) {
			throw new StoreException("%s cannot be read: %s.".formatted(this.file, ex), REMEDY, ex);
		}
	}

	/**
	 * Replaces the ids, all or nothing. Each is URL-encoded, for an id may hold anything.
	 */
	void write(Collection<String> ids) {
		try {
			Files.createDirectories(this.file.toAbsolutePath().getParent());
			Path next = this.file.resolveSibling(this.file.getFileName() + ".next");
			List<String> lines = ids.stream().map((id) -> encode(id, StandardCharsets.UTF_8)).toList();
			Files.write(next, lines, StandardCharsets.US_ASCII);
			Files.move(next, this.file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (IOException ex) {
			throw new StoreException("%s cannot be written: %s.".formatted(this.file, ex), REMEDY, ex);
		}
	}

}
