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
	 * @param role what they are for, which decides the route through the model
	 * @param prompt the prefix that is put before each of them
	 * @return one vector per text, in the same order
	 * @throws InvalidInputException if a text is too long and the encoder was built with
	 * {@link Truncation#FAIL}, or the model has no such prompt
	 * @throws EncodingException if the model run fails
	 * @throws IllegalStateException if the encoder is closed
	 */
	DenseEncoding encode(List<String> texts, TextRole role, Prompt prompt);

	/**
	 * Encodes texts with the prompt of their role.
	 * @param texts the texts
	 * @param role what they are for
	 * @return one vector per text, in the same order
	 */
	default DenseEncoding encode(List<String> texts, TextRole role) {
		return encode(texts, role, Prompt.ofRole());
	}

	/**
	 * Encodes texts into one vector per token: what the transformer gives, before
	 * pooling. The vectors have the transformer's length, which is not always that of the
	 * model.
	 * @param texts the texts
	 * @param role what they are for
	 * @param prompt the prefix that is put before each of them
	 * @return the vectors of each text's tokens, special tokens included
	 * @throws InvalidInputException if the model has no token vectors, or as
	 * {@link #encode(List, TextRole, Prompt)} does
	 */
	default TokenEncoding encodeTokens(List<String> texts, TextRole role, Prompt prompt) {
		throw new InvalidInputException("%s has no token vectors.".formatted(model().name()),
				"Use a model with a transformer.");
	}

	/**
	 * Counts the tokens of texts as the model's own tokenizer cuts them: of the whole
	 * text, also where the encoder would truncate it, with the special tokens that
	 * encoding adds, and without a prompt. What is longer than
	 * {@link DenseModel#maxLength()} is truncated when it is encoded.
	 * @param texts the texts
	 * @param role what they are for, which decides the route through the model
	 * @return the number of tokens of each text, in the same order
	 * @throws InvalidInputException if the encoder counts no tokens
	 * @throws IllegalStateException if the encoder is closed
	 */
	default List<Integer> countTokens(List<String> texts, TextRole role) {
		throw new InvalidInputException("%s counts no tokens.".formatted(model().name()),
				"Use an encoder that was built with DenseEncoder.builder.");
	}

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
