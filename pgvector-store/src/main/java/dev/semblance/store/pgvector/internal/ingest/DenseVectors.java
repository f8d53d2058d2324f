package dev.semblance.store.pgvector.internal.ingest;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.retrieval.internal.vectors.KeptVectors;
import dev.semblance.store.pgvector.internal.schema.SpaceDescription;
import dev.semblance.store.pgvector.internal.schema.SpaceDescription.Precision;
import dev.semblance.store.pgvector.internal.wire.HalfPrecision;
import org.jspecify.annotations.Nullable;

/**
 * Checks dense vectors.
 *
 * @param space the space of the vectors
 */
public record DenseVectors(SpaceDescription space) {

	/**
	 * Longest length (Euclidean norm) of a vector; beyond it the single-precision inner
	 * product of two vectors could overflow.
	 */
	static final double LONGEST = 1e18;

	/**
	 * Checks a vector.
	 * @param vector the vector
	 * @param owner whose it is, for the message
	 * @return the vector
	 * @throws InvalidInputException if it cannot be stored and compared
	 */
	public float[] checked(float @Nullable [] vector, String owner) {
		float[] required = new KeptVectors(this.space.model(), this.space.dimensions(), this.space).require(vector,
				owner);
		double squares = 0;
		for (float value : required) {
			squares += (double) value * value;
			if (this.space.precision() == Precision.HALF && !HalfPrecision.fits(value)) {
				throw new InvalidInputException("%s has a vector with %s in it.".formatted(owner, value),
						"Use numbers from -%1$.0f to %1$.0f, or keep the vectors in single precision."
							.formatted(HalfPrecision.LARGEST));
			}
		}
		if (!Double.isFinite(squares)) {
			throw new InvalidInputException("%s has a vector with a number that is not finite.".formatted(owner),
					"Check the model that made it.");
		}
		if (Math.sqrt(squares) > LONGEST) {
			throw new InvalidInputException("%s has a vector of length %.3g.".formatted(owner, Math.sqrt(squares)),
					"Scale the vectors to lengths of at most %.0e.".formatted(LONGEST));
		}
		return required;
	}

}
