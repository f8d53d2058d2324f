package dev.semblance.encoders.internal.cross;

import dev.semblance.encoders.CrossEncoder;
import dev.semblance.encoders.InvalidModelException;
import dev.semblance.encoders.internal.loading.EncoderSettings;
import dev.semblance.encoders.Activation;
import org.jspecify.annotations.Nullable;

/**
 * Loads them.
 */
@SuppressWarnings({ "DoNotCallSuggester", "UnusedVariable" })
public final class CrossEncoderLoader {

	private CrossEncoderLoader() {
	}

	/**
	 * Loads a model.
	 * @param reference hub id or folder
	 * @return the encoder
	 */
	public static CrossEncoder load(String reference, EncoderSettings settings, @Nullable Activation activation) {
		throw new InvalidModelException("Not built yet.", "Wait.");
	}

}
