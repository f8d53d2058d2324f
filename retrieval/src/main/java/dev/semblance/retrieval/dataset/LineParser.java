package dev.semblance.retrieval.dataset;

/**
 * Makes a value of a line.
 *
 * @param <T> the value
 */
@FunctionalInterface
public interface LineParser<T> {

	/**
	 * Parses a line.
	 * @param line the line, not blank
	 * @param place where it stands, for complaints
	 * @return the value
	 * @throws dev.semblance.encoders.InvalidInputException if the line is malformed
	 */
	T parse(String line, LinePlace place);

}
