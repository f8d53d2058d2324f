package dev.semblance.retrieval;

import dev.semblance.encoders.SparseModel;

/**
 * What sparse vectors must share to be comparable; they are compared by their inner
 * product. A store keeps the space it was filled with and refuses to be opened with
 * another.
 *
 * @param model name of the model that made the vectors
 * @param dimensions length of every vector, zeros included
 */
public record SparseSpace(String model, int dimensions) {

	/**
	 * Returns the space of a model's vectors.
	 * @param model the model
	 * @return its space
	 */
	public static SparseSpace of(SparseModel model) {
		return new SparseSpace(model.name(), model.dimensions());
	}

	@Override
	public String toString() {
		return "%s (%d dimensions, sparse)".formatted(this.model, this.dimensions);
	}

}
