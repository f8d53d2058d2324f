package dev.semblance.store.lucene;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.encoders.SparseVector;
import dev.semblance.retrieval.Candidate;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.Leg;
import dev.semblance.retrieval.filter.MetadataFilter;
import dev.semblance.retrieval.store.EmbeddedDocument;
import dev.semblance.retrieval.store.LegQuery;
import dev.semblance.retrieval.store.Searches;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The ranking must be that of the inner products computed one by one.
 */
class SparseSearchTests {

	private static final int DIMENSIONS = 1_000_000_000;

	private static final int VOCABULARY = 300;

	/** How the values of vectors are distributed. */
	enum Values {

		/** As those of a learned encoder. */
		SMOOTH {
			@Override
			DoubleSupplier of(Random random) {
				return () -> Math.log1p(Math.exp(random.nextGaussian()));
			}
		},

		/** So close together that the index keeps them as the same. */
		NEARLY_EQUAL {
			@Override
			DoubleSupplier of(Random random) {
				return () -> 1 + random.nextInt(1000) * 1e-6;
			}
		},

		/** Just below what the index keeps. */
		ROUNDED_MOST {
			@Override
			DoubleSupplier of(Random random) {
				return () -> 1 + random.nextInt(3) / 256.0 - Math.ulp(1f) * random.nextInt(2);
			}
		},

		/** Many equal products. */
		ALL_ONES {
			@Override
			DoubleSupplier of(Random random) {
				return () -> 1;
			}
		},

		/** From the smallest to the largest number that is allowed. */
		EXTREME {
			@Override
			DoubleSupplier of(Random random) {
				return () -> Math.min(SparseVectors.LARGEST,
						Math.scalb(1 + random.nextDouble(), random.nextInt(149 + 50) - 149));
			}
		};

		abstract DoubleSupplier of(Random random);

	}

	@ParameterizedTest
	@EnumSource
	void theRankingIsThatOfTheInnerProducts(Values values) {
		Random random = new Random(3);
		DoubleSupplier value = values.of(random);
		try (LuceneStore store = open()) {
			Map<String, EmbeddedDocument> documents = fill(store, 2000, random, value);
			for (int i = 0; i < 12; i++) {
				SparseVector query = vector(random, 1 + i * 3, value);
				requireExact(store, documents, query, 10, null);
				requireExact(store, documents, query, 100, null);
				requireExact(store, documents, query, 3, MetadataFilter.equal("digit", i % 10));
				requireExact(store, documents, query, 100, MetadataFilter.equal("rare", true));
			}
		}
	}

	@Test
	void moreEqualProductsThanAreProposedAreInTheOrderOfTheirIds() {
		try (LuceneStore store = open()) {
			List<EmbeddedDocument> equal = IntStream.range(0, 3000)
				.mapToObj((i) -> Searches.sparse("d%04d".formatted(i), Searches.sparseVector(DIMENSIONS, 5, 1.001)))
				.toList();
			store.upsert(IntStream.rangeClosed(1, 3000).mapToObj((i) -> equal.get(3000 - i)).toList());
			List<String> expected = IntStream.range(0, 10).mapToObj("d%04d"::formatted).toList();
			assertThat(Searches.ids(store.search(Searches.sparse(Searches.sparseVector(DIMENSIONS, 5, 1), 10))))
				.isEqualTo(expected);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1023, 1024, 1025, 5000 })
	void aQueryMayHaveMoreDimensionsThanLuceneAllowsClauses(int dimensions) {
		Random random = new Random(5);
		DoubleSupplier value = Values.SMOOTH.of(random);
		try (LuceneStore store = open()) {
			Map<String, EmbeddedDocument> documents = fill(store, 300, random, value);
			double[] entries = IntStream.range(0, dimensions)
				.boxed()
				.flatMapToDouble((i) -> DoubleStream.of(dimension(i), value.getAsDouble()))
				.toArray();
			SparseVector query = Searches.sparseVector(DIMENSIONS, entries);
			requireExact(store, documents, query, 10, null);
			requireExact(store, documents, query, 10, MetadataFilter.equal("digit", 3));
		}
	}

	@Test
	void documentsWithNothingInCommonAreNotFound() {
		try (LuceneStore store = open()) {
			store.upsert(List.of(Searches.sparse("empty", Searches.sparseVector(DIMENSIONS)),
					Searches.sparse("zero", Searches.sparseVector(DIMENSIONS, 0, 0, 1, -0.0)),
					Searches.sparse("other", Searches.sparseVector(DIMENSIONS, 1, 1)),
					Searches.sparse("edges", Searches.sparseVector(DIMENSIONS, 0, 1, DIMENSIONS - 1, 2))));
			assertThat(Searches.ids(store.search(Searches.sparse(Searches.sparseVector(DIMENSIONS, 0, 1), 9))))
				.containsExactly("edges");
			List<Candidate> last = store
				.search(Searches.sparse(Searches.sparseVector(DIMENSIONS, DIMENSIONS - 1, 2), 9));
			assertThat(Searches.ids(last)).containsExactly("edges");
			assertThat(last.get(0).score()).isEqualTo(4);
			assertThat(store.search(Searches.sparse(Searches.sparseVector(DIMENSIONS), 9))).isEmpty();
			assertThat(store.search(Searches.sparse(Searches.sparseVector(DIMENSIONS, 0, 0), 9))).isEmpty();
			assertThat(store.count()).isEqualTo(4);
		}
	}

	@Test
	void threeLegsAreFused() {
		try (LuceneStore store = LuceneStore.builder()
			.space(Searches.space(2, SimilarityFunction.COSINE))
			.sparseSpace(Searches.sparseSpace(10))
			.open()) {
			store.upsert(List.of(
					new EmbeddedDocument(new Document("a", "fox"), new float[] { 1, 0 },
							Searches.sparseVector(10, 3, 1)),
					new EmbeddedDocument(new Document("b", "dog"), new float[] { 0, 1 },
							Searches.sparseVector(10, 3, 2))));
			List<LegQuery> legs = List.of(new LegQuery.DenseQuery(new float[] { 1, 0 }, 1, true),
					new LegQuery.SparseQuery(Searches.sparseVector(10, 3, 1), 1), new LegQuery.LexicalQuery("fox", 1));
			List<Candidate> candidates = store.search(Searches.request(legs, 2, null));
			assertThat(Searches.ids(candidates)).containsExactly("a", "b");
			assertThat(candidates.get(0).legs()).containsOnlyKeys(Leg.DENSE, Leg.SPARSE, Leg.LEXICAL);
			assertThat(candidates.get(0).legs().get(Leg.SPARSE)).extracting("rank").isEqualTo(2);
			assertThat(candidates.get(1).legs()).containsOnlyKeys(Leg.DENSE, Leg.SPARSE);
		}
	}

	@Test
	void aSparseLegThatCannotBeAnsweredIsRefused() {
		try (LuceneStore words = LuceneStore.builder().open()) {
			requireRefused(() -> words.search(Searches.sparse(Searches.sparseVector(10, 1, 1), 1)),
					"opened without a sparse space");
			requireRefused(() -> words.upsert(List.of(Searches.sparse("a", Searches.sparseVector(10, 1, 1)))),
					"Document 'a' has a sparse vector");
			assertThat(words.sparseSpace()).isNull();
		}
	}

	@Test
	void vectorsThatCannotBeKeptAreRefusedAndNothingIsWritten() {
		try (LuceneStore store = LuceneStore.builder().sparseSpace(Searches.sparseSpace(100_000)).open()) {
			EmbeddedDocument good = Searches.sparse("good", Searches.sparseVector(100_000, 1, 1));
			requireRefused(() -> store.upsert(List.of(good, Searches.text("a", "no vector"))),
					"Document 'a' has no sparse vector");
			requireRefused(() -> store.upsert(List.of(good, Searches.sparse("a", Searches.sparseVector(7, 1, 1)))),
					"a sparse vector of 7 dimensions");
			requireRefused(
					() -> store.upsert(List.of(good, Searches.sparse("a", Searches.sparseVector(100_000, 1, -1)))),
					"the value -1.0");
			requireRefused(
					() -> store.upsert(List.of(good, Searches.sparse("a", Searches.sparseVector(100_000, 1, 1e30)))),
					"the value 1.0E30");
			int[] indices = IntStream.rangeClosed(0, SparseVectors.MAX_ACTIVE_DIMENSIONS).toArray();
			float[] values = new float[indices.length];
			Arrays.fill(values, 1);
			SparseVector full = new SparseVector(100_000, indices, values);
			requireRefused(() -> store.upsert(List.of(good, Searches.sparse("a", full))), "32769 values");
			requireRefused(() -> store.search(Searches.sparse(Searches.sparseVector(7, 1, 1), 1)),
					"The query has a sparse vector of 7 dimensions");
			requireRefused(() -> store.search(Searches.sparse(Searches.sparseVector(100_000, 1, -1), 1)),
					"The query has a sparse vector with the value -1.0");
			assertThat(store.count()).isZero();
		}
	}

	@Test
	void theLongestVectorOfTheLargestValuesIsKept() {
		int[] indices = IntStream.range(0, SparseVectors.MAX_ACTIVE_DIMENSIONS).toArray();
		float[] values = new float[indices.length];
		Arrays.fill(values, SparseVectors.LARGEST);
		SparseVector longest = new SparseVector(DIMENSIONS, indices, values);
		try (LuceneStore store = open()) {
			store.upsert(List.of(Searches.sparse("a", longest)));
			assertThat(store.search(Searches.sparse(longest, 1)).get(0).score()).isEqualTo(0x1p115);
			assertThat(Searches.ids(store.search(Searches.sparse(longest.top(1000), 1)))).containsExactly("a");
		}
	}

	@Test
	void aSpaceWithoutDimensionsIsRefused() {
		requireRefused(() -> LuceneStore.builder().sparseSpace(Searches.sparseSpace(0)).open(), "0 dimensions");
	}

	/**
	 * Writes in several batches and calls, replaces some documents and deletes others.
	 */
	private static Map<String, EmbeddedDocument> fill(LuceneStore store, int count, Random random,
			DoubleSupplier value) {
		Map<String, EmbeddedDocument> documents = new TreeMap<>();
		for (int start = 0; start < count; start += count / 4) {
			List<EmbeddedDocument> batch = new ArrayList<>();
			for (int i = start; i < start + count / 4; i++) {
				batch.add(document(i, random, value));
			}
			for (int i = 0; i < 20; i++) {
				batch.add(document(random.nextInt(start + 1), random, value));
			}
			store.upsert(batch);
			batch.forEach((document) -> documents.put(document.document().id(), document));
		}
		List<String> deleted = IntStream.range(0, count / 10).mapToObj((i) -> "d" + i * 7).toList();
		store.delete(deleted);
		documents.keySet().removeAll(deleted);
		return documents;
	}

	private static EmbeddedDocument document(int number, Random random, DoubleSupplier value) {
		return new EmbeddedDocument(
				new Document("d" + number, "", Map.of("digit", number % 10, "rare", number % 400 == 1)), null,
				vector(random, random.nextInt(40), value));
	}

	private static SparseVector vector(Random random, int entries, DoubleSupplier value) {
		TreeMap<Integer, Double> vector = new TreeMap<>();
		for (int i = 0; i < entries; i++) {
			// Some dimensions are in most vectors, others in few.
			vector.put(dimension((int) Math.pow(VOCABULARY, random.nextDouble())), value.getAsDouble());
		}
		return Searches.sparseVector(DIMENSIONS,
				vector.entrySet()
					.stream()
					.flatMapToDouble((entry) -> DoubleStream.of(entry.getKey(), entry.getValue()))
					.toArray());
	}

	private static int dimension(int term) {
		return term * 199_999;
	}

	private static void requireExact(LuceneStore store, Map<String, EmbeddedDocument> documents, SparseVector query,
			int limit, @Nullable MetadataFilter filter) {
		Predicate<EmbeddedDocument> matching = (document) -> filter == null
				|| filter.matches(document.document().metadata());
		List<Scored> expected = documents.values()
			.stream()
			.filter(matching)
			.map((document) -> new Scored(document.document().id(),
					innerProduct(query, Objects.requireNonNull(document.sparseVector()))))
			.filter((scored) -> scored.score() > 0)
			.sorted(Comparator.comparingDouble(Scored::score).reversed().thenComparing(Scored::id))
			.limit(limit)
			.toList();
		List<Scored> found = store.search(Searches.sparse(query, limit, filter))
			.stream()
			.map((candidate) -> new Scored(candidate.document().id(), candidate.score()))
			.toList();
		assertThat(found).isEqualTo(expected);
	}

	private static double innerProduct(SparseVector left, SparseVector right) {
		Map<Integer, Float> values = new TreeMap<>();
		for (int i = 0; i < right.activeDimensions(); i++) {
			values.put(right.indices()[i], right.values()[i]);
		}
		double sum = 0;
		for (int i = 0; i < left.activeDimensions(); i++) {
			sum += (double) left.values()[i] * values.getOrDefault(left.indices()[i], 0f);
		}
		return sum;
	}

	private static void requireRefused(ThrowingCallable call, String message) {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(call).withMessageContaining(message);
	}

	private static LuceneStore open() {
		return LuceneStore.builder().sparseSpace(Searches.sparseSpace(DIMENSIONS)).open();
	}

	private record Scored(String id, double score) {
	}

}
