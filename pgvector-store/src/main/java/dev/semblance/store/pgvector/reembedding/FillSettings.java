package dev.semblance.store.pgvector.reembedding;

import dev.semblance.encoders.InvalidInputException;

/**
 * How a space is filled.
 *
 * @param documentsPerSecond how many documents to encode in a second at most; infinity
 * for as many as can be
 */
public record FillSettings(double documentsPerSecond) {

	/** As fast as it goes. */
	public static final FillSettings UNTHROTTLED = new FillSettings(Double.POSITIVE_INFINITY);

	/**
	 * Checks the settings.
	 */
	public FillSettings {
		if (!(documentsPerSecond >= 0.01)) {
			throw new InvalidInputException(
					"A space is to be filled with %s documents in a second.".formatted(documentsPerSecond),
					"Use 0.01 or more, or infinity.");
		}
	}

}
