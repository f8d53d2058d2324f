package dev.semblance.encoders;

import java.util.List;

/**
 * Turns texts into sparse vectors whose dimensions are terms (SPLADE); they are compared
 * by their inner product. Safe for concurrent callers until it is closed;
 * {@link #close()} waits for the calls in flight, may be repeated, and every call after
 * it fails with an {@link IllegalStateException}.
 */
public interface SparseEncoder extends AutoCloseable {

	/**
	 * Starts building an encoder that runs on ONNX Runtime.
	 * @param model a hub id whose files are on the class path, or a folder in the layout
	 * of sentence-transformers
	 * @return a builder with the model's own settings
	 */
	static SparseEncoderBuilder builder(String model) {
		return new SparseEncoderBuilder(model);
	}

	/**
	 * Describes the model.
	 * @return the description, without running anything
	 */
	SparseModel model();

	/**
	 * Encodes texts. They are sorted by length and cut into batches inside, so hand over
	 * all there are.
	 * @param texts the texts; any string will do, the empty one included
	 * @param role what they are for, which decides the route through the model
	 * @param prompt the prefix that is put before each of them
	 * @return one vector per text, in the same order
	 * @throws InvalidInputException if a text is too long and the encoder was built with
	 * {@link Truncation#FAIL}, or the model has no such prompt
	 * @throws EncodingException if the model run fails
	 * @throws IllegalStateException if the encoder is closed
	 */
	SparseEncoding encode(List<String> texts, TextRole role, Prompt prompt);

	/**
	 * Names the largest dimensions of a vector. A dimension without a name, such as one
	 * that a term was hashed to, is given as {@code #} and its number.
	 * @param vector one of this encoder's vectors
	 * @param limit how many to name, 1 or more
	 * @return terms and weights, largest first
	 * @throws InvalidInputException if the limit is less than 1
	 */
	List<WeightedTerm> decode(SparseVector vector, int limit);

	/**
	 * Encodes texts with the prompt of their role.
	 * @param texts the texts
	 * @param role what they are for
	 * @return one vector per text, in the same order
	 */
	default SparseEncoding encode(List<String> texts, TextRole role) {
		return encode(texts, role, Prompt.ofRole());
	}

	/**
	 * Encodes one query.
	 * @param query what a user asks
	 * @return its vector
	 */
	default SparseVector encodeQuery(String query) {
		return encode(List.of(query), TextRole.QUERY).vectors().get(0);
	}

	/**
	 * Encodes documents.
	 * @param documents texts that are to be found
	 * @return their vectors, in the same order
	 */
	default List<SparseVector> encodeDocuments(List<String> documents) {
		return encode(documents, TextRole.DOCUMENT).vectors();
	}

	/**
	 * Tells what the encoder has done since it was loaded.
	 * @return the statistics; {@link EncoderStatistics#NONE} of an encoder that counts
	 * nothing
	 */
	default EncoderStatistics statistics() {
		return EncoderStatistics.NONE;
	}

	/**
	 * Releases the model. Does not throw.
	 */
	@Override
	void close();

}
