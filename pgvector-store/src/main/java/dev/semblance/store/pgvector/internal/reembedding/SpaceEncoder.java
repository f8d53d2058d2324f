package dev.semblance.store.pgvector.internal.reembedding;

import java.util.List;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.TextRole;
import dev.semblance.retrieval.store.LegQuery;
import dev.semblance.store.pgvector.internal.wire.VectorCodec;

/**
 * Makes the vectors of a space, of either kind. Safe for concurrent callers.
 *
 * @param <T> the vectors
 */
interface SpaceEncoder<T> {

	/**
	 * Encodes texts.
	 * @throws InvalidInputException if one of them cannot be encoded
	 */
	EncodedTexts<T> encode(List<String> texts, TextRole role);

	/**
	 * Checks that a document's vector can be stored, and cuts it if it is too long.
	 * @throws InvalidInputException if it cannot
	 */
	T checked(T vector, String owner);

	/**
	 * Makes bytes of vectors.
	 */
	VectorCodec<T> codec();

	/**
	 * Asks for the documents whose vectors are nearest.
	 */
	LegQuery query(T vector);

	/**
	 * Returns how many vectors were cut.
	 */
	long cut();

}
