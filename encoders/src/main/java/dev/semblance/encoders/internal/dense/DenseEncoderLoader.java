package dev.semblance.encoders.internal.dense;

import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.ModelNotFoundException;

/**
 * Loads dense encoders.
 */
public final class DenseEncoderLoader {

	private DenseEncoderLoader() {
	}

	/**
	 * Loads a model.
	 * @param model hub id or folder
	 * @param settings what the caller wants
	 * @return the encoder
	 */
	@SuppressWarnings("NullAway")
	public static DenseEncoder load(String model, DenseEncoderSettings settings) {
		if (model.isEmpty()) {
			throw new ModelNotFoundException("There is no model '%s' for %s.".formatted(model, settings), "Wait.");
		}
		return null;
	}

}
