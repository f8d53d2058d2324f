package dev.semblance.retrieval.dataset;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;

import dev.semblance.encoders.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a UTF-8 file line by line, skips blank lines and a byte order mark, and hands
 * each of the others to a parser together with its place, so that every complaint names
 * file and line. Not safe for concurrent use.
 *
 * @param <T> what a line holds
 */
public final class LineReader<T> implements Iterator<T>, AutoCloseable {

	private static final String BYTE_ORDER_MARK = "\uFEFF";

	private final Path file;

	private final LineParser<T> parser;

	private final BufferedReader reader;

	private int lineNumber;

	private @Nullable String line;

	/**
	 * Opens a file.
	 * @param file the file
	 * @param parser makes a value of a line
	 * @throws InvalidInputException if the file cannot be read
	 */
	public LineReader(Path file, LineParser<T> parser) {
		this.file = file;
		this.parser = parser;
		try {
			this.reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
		}
		catch (NoSuchFileException ex) {
			throw new InvalidInputException("There is no file %s.".formatted(file), "Check the path.", ex);
		}
		catch (IOException ex) {
			throw unreadable(ex);
		}
		try {
			advance();
		}
		catch (InvalidInputException ex) {
			close();
			throw ex;
		}
	}

	@Override
	public boolean hasNext() {
		return this.line != null;
	}

	@Override
	public T next() {
		if (this.line == null) {
			throw new NoSuchElementException("End of " + this.file);
		}
		T value = this.parser.parse(this.line, new LinePlace(this.file, this.lineNumber));
		advance();
		return value;
	}

	@Override
	public void close() {
		this.line = null;
		try {
			this.reader.close();
		}
		catch (IOException ex) {
			throw unreadable(ex);
		}
	}

	private void advance() {
		try {
			do {
				this.line = this.reader.readLine();
				this.lineNumber++;
				if (this.lineNumber == 1 && this.line != null && this.line.startsWith(BYTE_ORDER_MARK)) {
					this.line = this.line.substring(BYTE_ORDER_MARK.length());
				}
			}
			while (this.line != null && this.line.isBlank());
		}
		catch (IOException ex) {
			throw unreadable(ex);
		}
	}

	private InvalidInputException unreadable(IOException cause) {
		String reason = (cause instanceof CharacterCodingException) ? "it is not UTF-8" : String.valueOf(cause);
		return new InvalidInputException(
				"%s cannot be read after line %d: %s.".formatted(this.file, this.lineNumber, reason),
				"Give a readable UTF-8 text file.", cause);
	}

}
