package dev.semblance.encoders;

import dev.semblance.encoders.internal.loading.ModelKindDetector;

/**
 * What a model does with texts.
 */
public enum ModelKind {

	/** One vector per text. */
	DENSE("dense encoder"),

	/** One sparse vector per text. */
	SPARSE("sparse encoder"),

	/** One vector per token. */
	MULTI_VECTOR("multi-vector encoder"),

	/** Scores of a pair of texts. */
	CROSS("cross-encoder");

	private final String label;

	ModelKind(String label) {
		this.label = label;
	}

	/**
	 * Finds out from its files what a model does; nothing is loaded.
	 * @param model a hub id whose files are on the class path, or a folder
	 * @return the kind
	 * @throws ModelNotFoundException if the reference leads to no model
	 * @throws InvalidModelException if the files do not tell
	 */
	public static ModelKind of(String model) {
		return ModelKindDetector.detect(model);
	}

	/**
	 * Returns what such a model is called.
	 * @return the term of the field
	 */
	@Override
	public String toString() {
		return this.label;
	}

}
