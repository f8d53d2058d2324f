package dev.semblance.encoders;

import java.util.List;

/**
 * Turns texts into dense vectors (a bi-encoder). Safe for concurrent callers until it is
 * closed; {@link #close()} waits for the calls in flight, may be repeated, and every call
 * after it fails with an {@link IllegalStateException}.
 */
public interface DenseEncoder extends AutoCloseable {

	/**
	 * Starts building an encoder that runs on ONNX Runtime.
	 * @param model a hub id such as {@code BAAI/bge-small-en-v1.5} whose files are on the
	 * class path, or a folder in the layout of sentence-transformers
	 * @return a builder with the model's own settings
	 */
	static DenseEncoderBuilder builder(String model) {
		return new DenseEncoderBuilder(model);
	}

	/**
	 * Describes the model.
	 * @return the description, without running anything
	 */
	DenseModel model();

	/**
	 * Encodes texts. They are sorted by length and cut into batches inside, so hand over
	 * all there are.
	 * @param texts the texts; any string will do, the empty one included
	 * @param role what they are for, which decides the prompt
	 * @return one vector per text, in the same order
	 * @throws InvalidInputException if a text is too long and the encoder was built with
	 * {@link Truncation#FAIL}
	 * @throws EncodingException if the model run fails
	 * @throws IllegalStateException if the encoder is closed
	 */
	DenseEncoding encode(List<String> texts, TextRole role);

	/**
	 * Encodes one query.
	 * @param query what a user asks
	 * @return its vector
	 */
	default float[] encodeQuery(String query) {
		return encode(List.of(query), TextRole.QUERY).vectors().get(0);
	}

	/**
	 * Encodes documents.
	 * @param documents texts that are to be found
	 * @return their vectors, in the same order
	 */
	default List<float[]> encodeDocuments(List<String> documents) {
		return encode(documents, TextRole.DOCUMENT).vectors();
	}

	/**
	 * Releases the model. Does not throw.
	 */
	@Override
	void close();

}
