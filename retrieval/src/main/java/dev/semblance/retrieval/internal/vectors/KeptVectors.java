package dev.semblance.retrieval.internal.vectors;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.SparseVector;
import org.jspecify.annotations.Nullable;

/**
 * The vectors that a store keeps: each must be there, and as long as the others.
 *
 * @param model the model that makes them
 * @param dimensions their length
 * @param space the whole space; its text is for messages
 */
public record KeptVectors(String model, int dimensions, Object space) {

	/**
	 * Requires a dense vector.
	 * @param vector the vector
	 * @param owner whose it is, for the message
	 * @return the vector
	 * @throws InvalidInputException if it is missing or of another length
	 */
	public float[] require(float @Nullable [] vector, String owner) {
		if (vector == null) {
			throw missing(owner, "vector");
		}
		requireLength(vector.length, owner, "vector");
		return vector;
	}

	/**
	 * Requires a sparse vector.
	 * @param vector the vector
	 * @param owner whose it is, for the message
	 * @return the vector
	 * @throws InvalidInputException if it is missing or of another length
	 */
	public SparseVector require(@Nullable SparseVector vector, String owner) {
		if (vector == null) {
			throw missing(owner, "sparse vector");
		}
		requireLength(vector.dimensions(), owner, "sparse vector");
		return vector;
	}

	/**
	 * Refuses a dense vector where none are kept.
	 * @param vector the vector, {@code null} as it should be
	 * @param owner whose it is, for the message
	 * @throws InvalidInputException if there is one
	 */
	public static void requireNone(float @Nullable [] vector, String owner) {
		if (vector != null) {
			throw new InvalidInputException(owner + " has a vector, but the store was opened without a space.",
					"Open the store with the space of the vectors, or leave them out.");
		}
	}

	/**
	 * Refuses a sparse vector where none are kept.
	 * @param vector the vector, {@code null} as it should be
	 * @param owner whose it is, for the message
	 * @throws InvalidInputException if there is one
	 */
	public static void requireNone(@Nullable SparseVector vector, String owner) {
		if (vector != null) {
			throw new InvalidInputException(
					owner + " has a sparse vector, but the store was opened without a sparse space.",
					"Open the store with the sparse space of the vectors, or leave them out.");
		}
	}

	/**
	 * Says that the dense leg cannot be asked.
	 * @return the exception to throw
	 */
	public static InvalidInputException noDenseLeg() {
		return new InvalidInputException("The dense leg is asked, but the store was opened without a space.",
				"Ask the lexical leg only, or fill a store with vectors.");
	}

	/**
	 * Says that the sparse leg cannot be asked.
	 * @return the exception to throw
	 */
	public static InvalidInputException noSparseLeg() {
		return new InvalidInputException("The sparse leg is asked, but the store was opened without a sparse space.",
				"Ask the other legs, or fill a store with sparse vectors.");
	}

	private InvalidInputException missing(String owner, String kind) {
		return new InvalidInputException("%s has no %s.".formatted(owner, kind),
				"Encode it with %s.".formatted(this.model));
	}

	private void requireLength(int length, String owner, String kind) {
		if (length != this.dimensions) {
			throw new InvalidInputException("%s has a %s of %d dimensions, the store holds vectors of %s."
				.formatted(owner, kind, length, this.space), "Encode it with the model that filled the store.");
		}
	}

}
