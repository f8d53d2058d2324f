package dev.semblance.encoders;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Reads two texts together and scores them: a reranker with one label, a classifier with
 * several. Safe for concurrent callers until it is closed; {@link #close()} waits for the
 * calls in flight, may be repeated, and every call after it fails with an
 * {@link IllegalStateException}.
 */
public interface CrossEncoder extends AutoCloseable {

	/**
	 * Starts building a cross-encoder that runs on ONNX Runtime.
	 * @param model a hub id whose files are on the class path, or a folder in the layout
	 * of sentence-transformers or transformers
	 * @return a builder with the model's own settings
	 */
	static CrossEncoderBuilder builder(String model) {
		return new CrossEncoderBuilder(model);
	}

	/**
	 * Describes the model.
	 * @return the description, without running anything
	 */
	CrossEncoderModel model();

	/**
	 * Scores pairs. They are sorted by length and cut into batches inside, so hand over
	 * all there are.
	 * @param pairs the pairs; any strings will do, empty ones included
	 * @param prompt the prefix that is put before the first text of each
	 * @return one score per label for each pair, in the same order
	 * @throws InvalidInputException if a pair is too long and the encoder was built with
	 * {@link Truncation#FAIL}, or the model has no such prompt
	 * @throws EncodingException if the model run fails
	 * @throws IllegalStateException if the encoder is closed
	 */
	CrossEncoding predict(List<TextPair> pairs, Prompt prompt);

	/**
	 * Scores pairs with the model's default prompt, if it has one.
	 * @param pairs the pairs
	 * @return one score per label for each pair, in the same order
	 */
	default CrossEncoding predict(List<TextPair> pairs) {
		return predict(pairs, Prompt.ofRole());
	}

	/**
	 * Scores documents against a query.
	 * @param query what a user asks
	 * @param documents texts that may answer it
	 * @return one score per document, in the same order; higher is better
	 * @throws InvalidInputException if the model has several labels
	 */
	default float[] score(String query, List<String> documents) {
		model().requireOneLabel();
		List<float[]> scores = predict(documents.stream().map((document) -> new TextPair(query, document)).toList())
			.scores();
		float[] column = new float[scores.size()];
		for (int i = 0; i < column.length; i++) {
			column[i] = scores.get(i)[0];
		}
		return column;
	}

	/**
	 * Ranks documents against a query.
	 * @param query what a user asks
	 * @param documents texts that may answer it
	 * @param limit how many to return, 1 or more
	 * @return the best documents, best first; of equal ones the earlier
	 * @throws InvalidInputException if the limit is less than 1 or the model has several
	 * labels
	 */
	default List<RankedText> rank(String query, List<String> documents, int limit) {
		if (limit < 1) {
			throw new InvalidInputException("The %d best documents were asked for.".formatted(limit),
					"Ask for 1 or more.");
		}
		float[] scores = score(query, documents);
		return IntStream.range(0, scores.length)
			.mapToObj((position) -> new RankedText(position, scores[position]))
			.sorted(Comparator.comparing(RankedText::score).reversed())
			.limit(limit)
			.toList();
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
