package dev.semblance.samples.search;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

import dev.semblance.encoders.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * Finds and reads the text files of a folder.
 */
final class TextFiles {

	/** Most files that are read. */
	static final int MAX_FILES = 20_000;

	/** Largest file that is read, in bytes. */
	static final long MAX_FILE_SIZE = 10_000_000;

	private static final String FILE_REMEDY = "Check that you may read it, or move it out of the folder.";

	private TextFiles() {
	}

	/**
	 * Lists the {@code .txt} and {@code .md} files of a folder and its sub-folders in the
	 * order of their paths. Symbolic links are not followed: they could lead out of the
	 * folder. Hidden files and folders are left out.
	 */
	static List<Path> in(Path folder) {
		List<Path> files = new ArrayList<>();
		try {
			Files.walkFileTree(folder, new Visitor(folder, files));
		}
		catch (IOException ex) {
			throw new InvalidInputException("%s cannot be read: %s.".formatted(folder, ex),
					"Check that the folder exists and that you may read it.", ex);
		}
		files.sort(Comparator.comparing((file) -> relativePath(folder, file)));
		return files;
	}

	/** Returns the path of a file within its folder, with slashes on every system. */
	static String relativePath(Path folder, Path file) {
		return folder.relativize(file).toString().replace('\\', '/');
	}

	/** Reads a file, and refuses one that is not text. */
	static String read(Path file) {
		String text = decode(file);
		if (text.indexOf('\0') >= 0) {
			throw notText(file, "it holds NUL characters", null);
		}
		return text.startsWith("\uFEFF") ? text.substring(1) : text;
	}

	private static String decode(Path file) {
		try {
			return Files.readString(file, StandardCharsets.UTF_8);
		}
		catch (CharacterCodingException ex) {
			throw notText(file, "it is not UTF-8", ex);
		}
		catch (IOException ex) {
			throw new InvalidInputException("%s cannot be read: %s.".formatted(file, ex), FILE_REMEDY, ex);
		}
	}

	private static InvalidInputException notText(Path file, String reason, @Nullable Throwable cause) {
		return new InvalidInputException("%s is not a text file: %s.".formatted(file, reason),
				"Save it as UTF-8 text, or move it out of the folder.", cause);
	}

	private static final class Visitor extends SimpleFileVisitor<Path> {

		private final Path folder;

		private final List<Path> files;

		Visitor(Path folder, List<Path> files) {
			this.folder = folder;
			this.files = files;
		}

		@Override
		public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
			boolean hidden = !directory.equals(this.folder) && isHidden(directory);
			return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
		}

		@Override
		public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
			if (attributes.isRegularFile() && !isHidden(file) && isText(file)) {
				requireSize(file, attributes.size());
				this.files.add(file);
				requireCount();
			}
			return FileVisitResult.CONTINUE;
		}

		@Override
		public FileVisitResult visitFileFailed(Path file, IOException ex) {
			throw new InvalidInputException("%s cannot be read: %s.".formatted(file, ex), FILE_REMEDY, ex);
		}

		private static boolean isHidden(Path path) {
			return String.valueOf(path.getFileName()).startsWith(".");
		}

		private static boolean isText(Path file) {
			String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
			return name.endsWith(".txt") || name.endsWith(".md");
		}

		private static void requireSize(Path file, long size) {
			if (size > MAX_FILE_SIZE) {
				throw new InvalidInputException(
						"%s holds %,d bytes; at most %,d are read.".formatted(file, size, MAX_FILE_SIZE),
						"Split it, or move it out of the folder.");
			}
		}

		private void requireCount() {
			if (this.files.size() > MAX_FILES) {
				throw new InvalidInputException("%s holds more than %,d text files.".formatted(this.folder, MAX_FILES),
						"Name a smaller folder, or bring the texts into one corpus.jsonl.");
			}
		}

	}

}
