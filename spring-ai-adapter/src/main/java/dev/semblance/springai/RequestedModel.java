package dev.semblance.springai;

import dev.semblance.encoders.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * The model that a request names.
 */
final class RequestedModel {

	private RequestedModel() {
	}

	/** An application that names another model would take the vectors for that one's. */
	static void require(@Nullable String requested, String loaded) {
		if (requested != null && !requested.equals(loaded)) {
			throw new InvalidInputException("The request asks for the model '%s', but '%s' is the one that is loaded."
				.formatted(requested, loaded), "Leave the model out, or load the other one.");
		}
	}

}
