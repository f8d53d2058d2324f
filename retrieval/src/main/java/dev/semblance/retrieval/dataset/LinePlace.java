package dev.semblance.retrieval.dataset;

import java.nio.file.Path;

import dev.semblance.encoders.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * A line of a file.
 *
 * @param file the file
 * @param line the number of the line, from 1
 */
public record LinePlace(Path file, int line) {

	private static final int EXCERPT_LENGTH = 100;

	/**
	 * Makes a complaint about this line.
	 * @param problem what is wrong, without a full stop
	 * @param remedy what the line should look like
	 * @param cause the underlying failure, if there is one
	 * @return the exception to throw
	 */
	public InvalidInputException complaint(String problem, String remedy, @Nullable Throwable cause) {
		return new InvalidInputException("%s, line %d: %s.".formatted(this.file, this.line, problem), remedy, cause);
	}

	/** Shortens a line so that it can be quoted in a complaint. */
	static String excerpt(String line) {
		return (line.length() <= EXCERPT_LENGTH) ? line : line.substring(0, EXCERPT_LENGTH) + "...";
	}

}
