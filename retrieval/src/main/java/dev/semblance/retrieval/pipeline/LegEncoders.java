package dev.semblance.retrieval.pipeline;

import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.SparseEncoder;
import dev.semblance.retrieval.SparseSpace;
import dev.semblance.retrieval.store.DocumentStore;
import org.jspecify.annotations.Nullable;

/**
 * The encoders of the legs that compare vectors. Does not own them.
 *
 * @param dense makes the vectors of the dense leg, if there is one
 * @param sparse makes the vectors of the sparse leg, if there is one
 */
public record LegEncoders(@Nullable DenseEncoder dense, @Nullable SparseEncoder sparse) {

	/** No encoders: the lexical leg alone. */
	public static final LegEncoders NONE = new LegEncoders(null, null);

	/**
	 * Makes dense vectors only.
	 * @param encoder the encoder
	 * @return the encoders
	 */
	public static LegEncoders of(DenseEncoder encoder) {
		return new LegEncoders(encoder, null);
	}

	/**
	 * Makes sparse vectors only.
	 * @param encoder the encoder
	 * @return the encoders
	 */
	public static LegEncoders of(SparseEncoder encoder) {
		return new LegEncoders(null, encoder);
	}

	/**
	 * Makes dense and sparse vectors.
	 * @param dense the encoder of the dense leg
	 * @param sparse the encoder of the sparse leg
	 * @return the encoders
	 */
	public static LegEncoders of(DenseEncoder dense, SparseEncoder sparse) {
		return new LegEncoders(dense, sparse);
	}

	/**
	 * Checks that a store keeps the sparse vectors of an encoder. Those of different
	 * models can have the same length, so a store alone would not notice.
	 * @param store the store
	 * @param encoder the encoder
	 * @throws InvalidInputException if the store keeps sparse vectors of another model,
	 * or none
	 */
	public static void requireSameSpace(DocumentStore store, SparseEncoder encoder) {
		SparseSpace made = SparseSpace.of(encoder.model());
		SparseSpace kept = store.sparseSpace();
		if (kept == null) {
			throw new InvalidInputException(
					"The store keeps no sparse vectors, the encoder makes vectors of %s.".formatted(made),
					"Open the store with a sparse space, or leave out the sparse encoder.");
		}
		if (!made.equals(kept)) {
			throw new InvalidInputException(
					"The store holds vectors of %s, the encoder makes vectors of %s.".formatted(kept, made),
					"Use the model that filled the store, or fill another store.");
		}
	}

}
