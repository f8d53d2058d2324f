package dev.semblance.encoders.internal.multivector;

import dev.semblance.encoders.MultiVectorEncoder;
import dev.semblance.encoders.InvalidModelException;
import dev.semblance.encoders.internal.loading.EncoderSettings;

/**
 * Loads them.
 */
@SuppressWarnings({ "DoNotCallSuggester", "UnusedVariable" })
public final class MultiVectorEncoderLoader {

	private MultiVectorEncoderLoader() {
	}

	/**
	 * Loads a model.
	 * @param reference hub id or folder
	 * @return the encoder
	 */
	public static MultiVectorEncoder load(String reference, EncoderSettings settings) {
		throw new InvalidModelException("Not built yet.", "Wait.");
	}

}
