package dev.semblance.retrieval.evaluation;

import java.util.List;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;

import dev.semblance.encoders.CrossEncoder;
import dev.semblance.encoders.CrossEncoding;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.DenseEncoding;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.MultiVectorEncoder;
import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.encoders.SparseEncoder;
import dev.semblance.encoders.SparseEncoding;
import dev.semblance.encoders.SparseVector;
import dev.semblance.encoders.TextPair;
import dev.semblance.encoders.TextRole;
import dev.semblance.encoders.TokenEncoding;
import dev.semblance.encoders.TokenUsage;

/**
 * How alike a model finds two sentences, which are encoded without a role. Closing it
 * closes the model.
 */
public final class SentenceSimilarity implements AutoCloseable {

	private final String name;

	private final Comparison comparison;

	private final Runnable release;

	private SentenceSimilarity(String name, Comparison comparison, Runnable release) {
		this.name = name;
		this.comparison = comparison;
		this.release = release;
	}

	/**
	 * Compares dense vectors by cosine, whatever function the model was trained for, as
	 * is usual for this task.
	 * @param encoder the encoder
	 * @return the similarity {@code cosine}
	 */
	public static SentenceSimilarity of(DenseEncoder encoder) {
		return new SentenceSimilarity(SimilarityFunction.COSINE.modelName(), (first, second) -> {
			DenseEncoding left = encoder.encode(first, TextRole.PLAIN);
			DenseEncoding right = encoder.encode(second, TextRole.PLAIN);
			return compared(left.vectors(), right.vectors(), SimilarityFunction.COSINE::between,
					left.usage().plus(right.usage()));
		}, encoder::close);
	}

	/**
	 * Compares sparse vectors by their inner product.
	 * @param encoder the encoder
	 * @return the similarity {@code dot}
	 */
	public static SentenceSimilarity of(SparseEncoder encoder) {
		return new SentenceSimilarity(SimilarityFunction.DOT.modelName(), (first, second) -> {
			SparseEncoding left = encoder.encode(first, TextRole.PLAIN);
			SparseEncoding right = encoder.encode(second, TextRole.PLAIN);
			return compared(left.vectors(), right.vectors(), SparseVector::dot, left.usage().plus(right.usage()));
		}, encoder::close);
	}

	/**
	 * Compares token vectors as the model does; the first sentence is the query.
	 * @param encoder the encoder
	 * @return the similarity {@code maxsim} or {@code meanmaxsim}
	 */
	public static SentenceSimilarity of(MultiVectorEncoder encoder) {
		return new SentenceSimilarity(encoder.model().interaction().modelName(), (first, second) -> {
			TokenEncoding left = encoder.encode(first, TextRole.PLAIN);
			TokenEncoding right = encoder.encode(second, TextRole.PLAIN);
			return compared(left.texts(), right.texts(), encoder.model().interaction()::score,
					left.usage().plus(right.usage()));
		}, encoder::close);
	}

	/**
	 * Reads both sentences together.
	 * @param encoder a cross-encoder with one label
	 * @return a similarity without a name: the model's score
	 */
	public static SentenceSimilarity of(CrossEncoder encoder) {
		return new SentenceSimilarity("", (first, second) -> {
			encoder.model().requireOneLabel();
			CrossEncoding encoding = encoder.predict(IntStream.range(0, first.size())
				.mapToObj((i) -> new TextPair(first.get(i), second.get(i)))
				.toList());
			return new Similarities(encoding.scores().stream().mapToDouble((scores) -> scores[0]).toArray(),
					encoding.usage());
		}, encoder::close);
	}

	/**
	 * Returns what vectors are compared by.
	 * @return the name that sentence-transformers uses, empty if no vectors are compared
	 */
	String name() {
		return this.name;
	}

	/**
	 * Compares sentences.
	 * @param first the first of each pair
	 * @param second the second of each pair
	 * @return one similarity per pair
	 * @throws InvalidInputException if the model is a cross-encoder with several labels
	 */
	Similarities between(List<String> first, List<String> second) {
		return this.comparison.between(first, second);
	}

	@Override
	public void close() {
		this.release.run();
	}

	private static <V> Similarities compared(List<V> left, List<V> right, ToDoubleBiFunction<V, V> function,
			TokenUsage usage) {
		return new Similarities(IntStream.range(0, left.size())
			.mapToDouble((i) -> function.applyAsDouble(left.get(i), right.get(i)))
			.toArray(), usage);
	}

	private interface Comparison {

		/**
		 * Compares sentences.
		 * @param first the first of each pair
		 * @param second the second of each pair
		 * @return one similarity per pair
		 * @throws InvalidInputException if the model is a cross-encoder with several
		 * labels
		 */
		Similarities between(List<String> first, List<String> second);

	}

	@SuppressWarnings("ArrayRecordComponent") // never compared
	record Similarities(double[] values, TokenUsage usage) {
	}

}
