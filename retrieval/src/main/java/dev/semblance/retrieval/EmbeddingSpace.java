package dev.semblance.retrieval;

import dev.semblance.encoders.DenseModel;
import dev.semblance.encoders.SimilarityFunction;

/**
 * What dense vectors must share to be comparable. A store keeps the space it was filled
 * with and refuses to be opened with another.
 *
 * @param model name of the model that made the vectors
 * @param dimensions length of every vector
 * @param similarity how vectors are compared
 */
public record EmbeddingSpace(String model, int dimensions, SimilarityFunction similarity) {

	/**
	 * Returns the space of a model's vectors.
	 * @param model the model
	 * @return its space
	 */
	public static EmbeddingSpace of(DenseModel model) {
		return new EmbeddingSpace(model.name(), model.dimensions(), model.similarity());
	}

	@Override
	public String toString() {
		return "%s (%d dimensions, %s)".formatted(this.model, this.dimensions, this.similarity.modelName());
	}

}
