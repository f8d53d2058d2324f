package dev.semblance.encoders.internal.sparse;

import dev.semblance.encoders.SparseEncoder;
import dev.semblance.encoders.InvalidModelException;
import dev.semblance.encoders.internal.loading.EncoderSettings;
import org.jspecify.annotations.Nullable;

/**
 * Loads them.
 */
@SuppressWarnings({ "DoNotCallSuggester", "UnusedVariable" })
public final class SparseEncoderLoader {

	private SparseEncoderLoader() {
	}

	/**
	 * Loads a model.
	 * @param reference hub id or folder
	 * @return the encoder
	 */
	public static SparseEncoder load(String reference, EncoderSettings settings,
			@Nullable Integer maxActiveDimensions) {
		throw new InvalidModelException("Not built yet.", "Wait.");
	}

}
