package dev.semblance.langchain4j;

import java.util.Arrays;

import dev.semblance.encoders.DenseModel;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.internal.loading.UnitLength;
import org.jspecify.annotations.Nullable;

/**
 * How many dimensions of a model's vectors a request wants.
 *
 * @param dimensions how many
 * @param unit whether shortened vectors are brought to unit length
 */
record VectorLength(int dimensions, boolean unit) {

	/**
	 * Checks what a request asks for.
	 * @param model the model
	 * @param dimensions how many dimensions are asked for, if that is said
	 * @return the length of the answer's vectors
	 * @throws InvalidInputException if the model has no vectors of that length
	 */
	static VectorLength of(DenseModel model, @Nullable Integer dimensions) {
		if (dimensions == null) {
			return new VectorLength(model.dimensions(), false);
		}
		if (dimensions < 1 || dimensions > model.dimensions()) {
			throw new InvalidInputException(
					"The request asks for %d dimensions, but %s makes vectors of %d.".formatted(dimensions,
							model.name(), model.dimensions()),
					"Leave the dimensions out or ask for 1 to %d.".formatted(model.dimensions()));
		}
		return new VectorLength(dimensions, model.normalized());
	}

	float[] cut(float[] vector) {
		if (vector.length <= this.dimensions) {
			return vector;
		}
		float[] cut = Arrays.copyOf(vector, this.dimensions);
		if (this.unit) {
			UnitLength.apply(cut, 0, cut.length);
		}
		return cut;
	}

}
