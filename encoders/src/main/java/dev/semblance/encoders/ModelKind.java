package dev.semblance.encoders;

import dev.semblance.encoders.internal.loading.ModelKindDetector;
import dev.semblance.encoders.internal.loading.ModelSearch;

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
	 * Finds out from its files what a model does; nothing is loaded, and of a model that
	 * is on a hub only its configuration is fetched.
	 * @param model a hub id with or without {@code @revision}, or a folder
	 * @return the kind
	 * @throws ModelNotFoundException if the reference leads to no model
	 * @throws InvalidModelException if the files do not tell
	 * @throws ModelAccessException if the hub does not hand the model out
	 * @throws ModelDownloadException if a file cannot be fetched
	 */
	public static ModelKind of(String model) {
		return ModelKindDetector.detect(model, new ModelSearch(() -> ModelHub.shared().models(), null));
	}

	/**
	 * Finds out from its files what a model does.
	 * @param model a hub id with or without {@code @revision}, or a folder
	 * @param hub where it comes from if it is neither a folder nor on the class path
	 * @return the kind
	 * @throws SemblanceException as for {@link #of(String)}
	 */
	public static ModelKind of(String model, ModelHub hub) {
		return ModelKindDetector.detect(model, new ModelSearch(hub::models, null));
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
