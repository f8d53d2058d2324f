package dev.semblance.encoders;

import java.util.List;

import dev.semblance.encoders.internal.multivector.DenseTokenEncoder;

/**
 * Turns texts into one vector per token, which are compared token by token (late
 * interaction, ColBERT). Safe for concurrent callers until it is closed; {@link #close()}
 * waits for the calls in flight, may be repeated, and every call after it fails with an
 * {@link IllegalStateException}.
 */
public interface MultiVectorEncoder extends AutoCloseable {

	/**
	 * Starts building an encoder that runs on ONNX Runtime.
	 * @param model a hub id whose files are on the class path, or a folder in the layout
	 * of sentence-transformers
	 * @return a builder with the model's own settings
	 */
	static MultiVectorEncoderBuilder builder(String model) {
		return new MultiVectorEncoderBuilder(model);
	}

	/**
	 * Uses a dense model's token vectors, brought to unit length. The model is not loaded
	 * a second time.
	 * @param encoder the dense encoder; closing the result closes it
	 * @return an encoder of its token vectors
	 */
	static MultiVectorEncoder over(DenseEncoder encoder) {
		return new DenseTokenEncoder(encoder);
	}

	/**
	 * Describes the model.
	 * @return the description, without running anything
	 */
	MultiVectorModel model();

	/**
	 * Encodes texts. They are sorted by length and cut into batches inside, so hand over
	 * all there are.
	 * @param texts the texts; any string will do, the empty one included
	 * @param role what they are for; queries may be expanded, documents may lose the
	 * tokens of the model's skip list
	 * @param prompt the prefix that is put before each of them
	 * @return the vectors of the tokens that count, per text, in the same order
	 * @throws InvalidInputException if a text is too long and the encoder was built with
	 * {@link Truncation#FAIL}, or the model has no such prompt
	 * @throws EncodingException if the model run fails
	 * @throws IllegalStateException if the encoder is closed
	 */
	TokenEncoding encode(List<String> texts, TextRole role, Prompt prompt);

	/**
	 * Encodes texts with the prompt of their role.
	 * @param texts the texts
	 * @param role what they are for
	 * @return the vectors of the tokens that count, per text
	 */
	default TokenEncoding encode(List<String> texts, TextRole role) {
		return encode(texts, role, Prompt.ofRole());
	}

	/**
	 * Encodes one query.
	 * @param query what a user asks
	 * @return the vectors of its tokens
	 */
	default TokenVectors encodeQuery(String query) {
		return encode(List.of(query), TextRole.QUERY).texts().get(0);
	}

	/**
	 * Encodes documents.
	 * @param documents texts that are to be found
	 * @return the vectors of their tokens, in the same order
	 */
	default List<TokenVectors> encodeDocuments(List<String> documents) {
		return encode(documents, TextRole.DOCUMENT).texts();
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
