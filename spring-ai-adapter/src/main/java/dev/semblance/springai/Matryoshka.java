package dev.semblance.springai;

import java.util.Arrays;

import dev.semblance.encoders.DenseModel;
import dev.semblance.encoders.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * Cuts vectors to their first dimensions, for models that were trained for it.
 *
 * @param dimensions how many are left
 * @param unitLength whether vectors are brought to unit length after the cut
 */
record Matryoshka(int dimensions, boolean unitLength) {

	static Matryoshka of(@Nullable Integer dimensions, DenseModel model) {
		if (dimensions == null) {
			return new Matryoshka(model.dimensions(), model.normalized());
		}
		if (dimensions < 1 || dimensions > model.dimensions()) {
			throw new InvalidInputException(
					"The request asks for %d dimensions, but %s makes vectors of %d.".formatted(dimensions,
							model.name(), model.dimensions()),
					"Leave the dimensions out or ask for 1 to %d.".formatted(model.dimensions()));
		}
		return new Matryoshka(dimensions, model.normalized());
	}

	float[] cut(float[] vector) {
		if (vector.length == this.dimensions) {
			return vector;
		}
		float[] cut = Arrays.copyOf(vector, this.dimensions);
		if (this.unitLength) {
			double length = length(cut);
			for (int i = 0; i < cut.length && length > 0; i++) {
				cut[i] = (float) (cut[i] / length);
			}
		}
		return cut;
	}

	private static double length(float[] vector) {
		double sum = 0;
		for (float value : vector) {
			sum += (double) value * value;
		}
		return Math.sqrt(sum);
	}

}
