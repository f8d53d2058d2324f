package dev.semblance.samples.search;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.retrieval.Document;
import org.springframework.core.io.ClassPathResource;

/**
 * Finds a collection: the bundled one, or the one at a path.
 */
final class DocumentCollections {

	private static final List<String> EXAMPLES = List.of("Why does an emoji report a size of two?",
			"Two threads hold a lock and wait for each other", "Readers see a half-written file",
			"What should protect passwords in a stolen table?", "One bad message blocks the queue");

	private static final String PATH_REMEDY = "Check the path that --documents names; it is relative to the folder you are in.";

	private DocumentCollections() {
	}

	/** Returns the collection that comes with the sample: short notes about Java. */
	static DocumentCollection bundled() {
		List<Document> documents = readBundled();
		return new DocumentCollection("Notes on Java", "bundled", EXAMPLES, documents::stream);
	}

	/**
	 * Returns the collection at a path.
	 * @param location a folder of texts, or a corpus.jsonl in BEIR form
	 * @return the collection
	 * @throws InvalidInputException if there is none, or it cannot be read
	 */
	static DocumentCollection at(String location) {
		Path path = realPath(location);
		return new DocumentCollection(path.toString(), folderName(path), List.of(), source(path));
	}

	private static DocumentSource source(Path path) {
		if (Files.isDirectory(path)) {
			return new TextFolder(path);
		}
		if (path.toString().endsWith(".jsonl")) {
			return new CorpusFile(path);
		}
		throw new InvalidInputException("%s is neither a folder nor a .jsonl file.".formatted(path),
				"Give a folder with .txt or .md files, or a corpus.jsonl in BEIR form.");
	}

	private static Path realPath(String location) {
		try {
			Path path = Path.of(location).toAbsolutePath();
			if (Files.notExists(path)) {
				throw new InvalidInputException("There is nothing at %s.".formatted(path), PATH_REMEDY);
			}
			return path.toRealPath();
		}
		catch (IOException | InvalidPathException ex) {
			throw new InvalidInputException("'%s' cannot be read: %s.".formatted(location, ex), PATH_REMEDY, ex);
		}
	}

	/** The last name is for people, the digest tells apart folders of the same name. */
	private static String folderName(Path path) {
		String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
		return name.substring(0, Math.min(name.length(), 40)) + "-" + digest(path.toString()).substring(0, 12);
	}

	private static String digest(String text) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256.", ex);
		}
	}

	/** Goes by a temporary file: inside a jar there is no path to read from. */
	private static List<Document> readBundled() {
		try (InputStream resource = new ClassPathResource("collection/corpus.jsonl").getInputStream()) {
			Path copy = Files.createTempFile("collection", ".jsonl");
			try {
				Files.copy(resource, copy, StandardCopyOption.REPLACE_EXISTING);
				try (Stream<Document> documents = new CorpusFile(copy).open()) {
					return documents.toList();
				}
			}
			finally {
				Files.delete(copy);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The bundled collection could not be copied to the temporary folder.", ex);
		}
	}

}
