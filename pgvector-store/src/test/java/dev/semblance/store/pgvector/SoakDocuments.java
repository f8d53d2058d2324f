package dev.semblance.store.pgvector;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.encoders.SparseVector;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.store.EmbeddedDocument;
import dev.semblance.retrieval.store.Searches;

/**
 * The documents of the soak: each has a number and a version, and text and vectors that
 * follow from the two. Even and odd numbers have one writer each.
 */
final class SoakDocuments {

	static final int COUNT = 12_000;

	private static final int DIMENSIONS = 64;

	private static final int TERMS = 5_000;

	private static final int ACTIVE_TERMS = 12;

	private static final int CLUSTERS = 60;

	private static final List<String> WORDS = List.of("river", "mountain", "forest", "harbour", "castle", "bridge");

	private static final List<float[]> CENTRES = IntStream.range(0, CLUSTERS)
		.mapToObj((i) -> DenseSearchTests.gaussian(new Random(i), DIMENSIONS, 1))
		.toList();

	private final AtomicIntegerArray versions = new AtomicIntegerArray(COUNT);

	static PgVectorStoreBuilder spaces(PgVectorStoreBuilder builder) {
		return builder.space(Searches.space(DIMENSIONS, SimilarityFunction.COSINE))
			.sparseSpace(Searches.sparseSpace(TERMS));
	}

	/** Returns all numbers, in batches. */
	static List<List<Integer>> batches(int size) {
		return IntStream.range(0, COUNT / size)
			.mapToObj((batch) -> IntStream.range(batch * size, (batch + 1) * size).boxed().toList())
			.toList();
	}

	/** Returns some even (0) or odd (1) numbers. */
	static List<Integer> numbers(Random random, int count, int odd) {
		return random.ints(0, COUNT / 2).distinct().limit(count).mapToObj((half) -> 2 * half + odd).toList();
	}

	static List<String> ids(List<Integer> numbers) {
		return numbers.stream().map((number) -> "d" + number).toList();
	}

	/** Returns documents as they were made last. */
	List<EmbeddedDocument> current(List<Integer> numbers) {
		return numbers.stream().map((number) -> document(number, this.versions.get(number))).toList();
	}

	/** Returns a new version of documents. */
	List<EmbeddedDocument> next(List<Integer> numbers) {
		return numbers.stream().map((number) -> document(number, this.versions.incrementAndGet(number))).toList();
	}

	/** Returns what is like a document, but is none. */
	static EmbeddedDocument query(Random random) {
		return document(random.nextInt(COUNT), -1 - random.nextInt(1_000));
	}

	private static EmbeddedDocument document(int number, int version) {
		Random random = new Random(31L * number + 1_000_003L * version);
		String text = WORDS.get(random.nextInt(WORDS.size()));
		float[] vector = CENTRES.get(random.nextInt(CLUSTERS)).clone();
		for (int i = 0; i < DIMENSIONS; i++) {
			vector[i] += (float) (1.2 * random.nextGaussian());
		}
		// Every vector has the first term, so that a search always finds enough.
		int[] terms = IntStream.concat(IntStream.of(0), random.ints(ACTIVE_TERMS, 1, TERMS))
			.distinct()
			.sorted()
			.toArray();
		float[] weights = new float[terms.length];
		Arrays.fill(weights, 1);
		return new EmbeddedDocument(
				new Document("d" + number, text + " version " + version, Map.of("tenth", number % 10)), vector,
				new SparseVector(TERMS, terms, weights));
	}

}
