package dev.semblance.store.pgvector.internal.wire;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.retrieval.store.StoreException;

/**
 * How vectors of one type of the database look as bytes, in COPY BINARY and in the result
 * of the type's <code>_send</code> function. Holds nothing, so that one can serve all
 * threads.
 *
 * @param <T> the vectors
 */
public interface VectorCodec<T> {

	/**
	 * Returns how many bytes a vector takes.
	 * @param vector the vector
	 * @return the number of bytes that {@link #write} writes
	 * @throws InvalidInputException if the type cannot hold a vector of this size
	 */
	int length(T vector);

	/**
	 * Writes a vector.
	 * @param vector the vector
	 * @param target where to write, with room for the {@link #length}
	 * @param offset where to start
	 * @throws InvalidInputException if the type cannot hold the vector's values
	 */
	void write(T vector, byte[] target, int offset);

	/**
	 * Reads a vector.
	 * @param bytes the vector and nothing else
	 * @return the vector
	 * @throws StoreException if the bytes are no such vector
	 */
	T decode(byte[] bytes);

	/**
	 * Returns a vector as bytes.
	 * @param vector the vector
	 * @return its bytes
	 * @throws InvalidInputException if the type cannot hold the vector
	 */
	default byte[] encode(T vector) {
		byte[] bytes = new byte[length(vector)];
		write(vector, bytes, 0);
		return bytes;
	}

}
