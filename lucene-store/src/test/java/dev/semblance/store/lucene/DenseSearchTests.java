package dev.semblance.store.lucene;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.retrieval.Candidate;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.Leg;
import dev.semblance.retrieval.filter.MetadataFilter;
import dev.semblance.retrieval.store.EmbeddedDocument;
import dev.semblance.retrieval.store.Searches;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DenseSearchTests {

	private static final int CLUSTERS = 40;

	@ParameterizedTest
	@EnumSource(names = "MANHATTAN", mode = EnumSource.Mode.EXCLUDE)
	void scoresAreTheRealSimilarities(SimilarityFunction similarity) {
		Random random = new Random(7);
		List<EmbeddedDocument> documents = IntStream.range(0, 200)
			.mapToObj((i) -> Searches.vector("d" + i, gaussian(random, 16, 1 + i % 5)))
			.toList();
		float[] query = gaussian(random, 16, 2);
		try (LuceneStore store = open(16, similarity)) {
			store.upsert(documents);
			List<String> expected = documents.stream()
				.sorted(Comparator.comparingDouble((EmbeddedDocument document) -> -similarity.between(query,
						Objects.requireNonNull(document.denseVector()))))
				.map((document) -> document.document().id())
				.toList();
			for (boolean exact : new boolean[] { true, false }) {
				List<Candidate> candidates = store.search(Searches.dense(query, 200, exact));
				assertThat(Searches.ids(candidates)).isEqualTo(expected);
				for (Candidate candidate : candidates) {
					int number = Integer.parseInt(candidate.document().id().substring(1));
					double real = similarity.between(query,
							Objects.requireNonNull(documents.get(number).denseVector()));
					assertThat(candidate.score()).isCloseTo(real, Offset.offset(1e-6));
					assertThat(candidate.legs().get(Leg.DENSE)).extracting("score").isEqualTo(candidate.score());
				}
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "COSINE, 3000", "COSINE, 250", "DOT, 3000", "EUCLIDEAN, 3000" })
	void theGraphFindsWhatAScanFinds(SimilarityFunction similarity, int batch) {
		Random random = new Random(11);
		List<float[]> centres = IntStream.range(0, CLUSTERS).mapToObj((i) -> gaussian(random, 64, 1)).toList();
		try (LuceneStore store = open(64, similarity)) {
			for (int start = 0; start < 3000; start += batch) {
				store.upsert(IntStream.range(start, start + batch)
					.mapToObj((i) -> clustered("d" + i, centres.get(i % CLUSTERS), random))
					.toList());
			}
			assertThat(recall(store, centres, random, null, 10)).isGreaterThanOrEqualTo(0.98);
			assertThat(recall(store, centres, random, null, 100)).isGreaterThanOrEqualTo(0.98);
			MetadataFilter tenth = MetadataFilter.equal("digit", 3);
			assertThat(recall(store, centres, random, tenth, 10)).isGreaterThanOrEqualTo(0.98);
		}
	}

	@Test
	void aFilterNeverLeavesFewerThanMatch() {
		Random random = new Random(3);
		try (LuceneStore store = open(8, SimilarityFunction.COSINE)) {
			store.upsert(IntStream.range(0, 2000)
				.mapToObj((i) -> new EmbeddedDocument(new Document("d" + i, "", Map.of("rare", i % 500 == 0)),
						gaussian(random, 8, 1)))
				.toList());
			MetadataFilter rare = MetadataFilter.equal("rare", true);
			for (boolean exact : new boolean[] { true, false }) {
				assertThat(Searches.ids(store.search(Searches.dense(gaussian(random, 8, 1), 10, exact, rare))))
					.containsExactlyInAnyOrder("d0", "d500", "d1000", "d1500");
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "true", "false" })
	void equalVectorsAreAllFoundAndInTheOrderOfTheirIds(boolean exact) {
		try (LuceneStore store = open(4, SimilarityFunction.COSINE)) {
			for (int i = 29; i >= 0; i--) {
				store.upsert(List.of(Searches.vector("d%02d".formatted(i), 1, 2, 3, 4)));
			}
			List<String> expected = IntStream.range(0, 30).mapToObj("d%02d"::formatted).toList();
			float[] query = { 1, 2, 3, 4 };
			assertThat(Searches.ids(store.search(Searches.dense(query, 30, exact)))).isEqualTo(expected);
			assertThat(Searches.ids(store.search(Searches.dense(query, 7, exact)))).isEqualTo(expected.subList(0, 7));
		}
	}

	@ParameterizedTest
	@EnumSource(names = "MANHATTAN", mode = EnumSource.Mode.EXCLUDE)
	void vectorsOfZerosHaveAScore(SimilarityFunction similarity) {
		try (LuceneStore store = open(2, similarity)) {
			store.upsert(List.of(Searches.vector("zero", 0, 0), Searches.vector("minus", -1, 0)));
			for (boolean exact : new boolean[] { true, false }) {
				List<Candidate> candidates = store.search(Searches.dense(new float[] { 1, 0 }, 2, exact));
				assertThat(Searches.ids(candidates)).containsExactly("zero", "minus");
				assertThat(candidates.get(0).score())
					.isEqualTo(similarity.between(new float[] { 1, 0 }, new float[] { 0, 0 }));
				assertThat(store.search(Searches.dense(new float[2], 2, exact))).hasSize(2)
					.allMatch((candidate) -> Double.isFinite(candidate.score()));
			}
		}
	}

	@Test
	void distanceZeroIsNotMinusZero() {
		try (LuceneStore store = open(2, SimilarityFunction.EUCLIDEAN)) {
			store.upsert(List.of(Searches.vector("same", 3, 4)));
			assertThat(store.search(Searches.dense(new float[] { 3, 4 }, 1, false)).get(0).score()).isEqualTo(0.0);
		}
	}

	@ParameterizedTest
	@CsvSource({ "1025", "4096" })
	void vectorsBeyondLucenesOwnLimitAreFound(int dimensions) {
		Random random = new Random(5);
		List<EmbeddedDocument> documents = IntStream.range(0, 60)
			.mapToObj((i) -> Searches.vector("d" + i, gaussian(random, dimensions, 1)))
			.toList();
		try (LuceneStore store = open(dimensions, SimilarityFunction.COSINE)) {
			store.upsert(documents);
			float[] wanted = Objects.requireNonNull(documents.get(42).denseVector());
			assertThat(Searches.ids(store.search(Searches.dense(wanted, 1, false)))).containsExactly("d42");
		}
	}

	@Test
	void spacesThatCannotBeSearchedAreRefused() {
		assertThatThrownBy(() -> open(2, SimilarityFunction.MANHATTAN)).isInstanceOf(InvalidInputException.class)
			.hasMessageContaining("Manhattan");
		for (int dimensions : new int[] { 0, -1, 4097 }) {
			assertThatThrownBy(() -> open(dimensions, SimilarityFunction.COSINE))
				.isInstanceOf(InvalidInputException.class)
				.hasMessageContaining("4096");
		}
	}

	@Test
	void aQueryVectorOfAnotherLengthOrNotFiniteIsRefused() {
		try (LuceneStore store = open(2, SimilarityFunction.COSINE)) {
			for (float[] vector : List.of(new float[3], new float[0], new float[] { Float.NaN, 0 })) {
				assertThatThrownBy(() -> store.search(Searches.dense(vector, 1, false)))
					.isInstanceOf(InvalidInputException.class)
					.hasMessageStartingWith("The query has a vector");
			}
		}
	}

	@Test
	void numbersThatWouldOverflowAreRefusedUnlessOnlyTheirDirectionCounts() {
		float[] huge = { Float.MAX_VALUE, Float.MAX_VALUE };
		try (LuceneStore store = open(2, SimilarityFunction.DOT)) {
			assertThatThrownBy(() -> store.upsert(List.of(Searches.vector("a", huge))))
				.isInstanceOf(InvalidInputException.class)
				.hasMessageContaining("length");
		}
		try (LuceneStore store = open(2, SimilarityFunction.COSINE)) {
			store.upsert(List.of(Searches.vector("a", huge), Searches.vector("b", Float.MIN_VALUE, -Float.MIN_VALUE)));
			List<Candidate> candidates = store.search(Searches.dense(huge, 2, false));
			assertThat(candidates.get(0).score()).isCloseTo(1, Offset.offset(1e-6));
			assertThat(candidates.get(1).score()).isCloseTo(0, Offset.offset(1e-6));
		}
	}

	private static double recall(LuceneStore store, List<float[]> centres, Random random,
			@Nullable MetadataFilter filter, int depth) {
		int found = 0;
		int wanted = 0;
		for (int i = 0; i < 50; i++) {
			float[] query = Objects.requireNonNull(clustered("query", centres.get(i % CLUSTERS), random).denseVector());
			Set<String> exact = new HashSet<>(Searches.ids(store.search(Searches.dense(query, depth, true, filter))));
			wanted += exact.size();
			exact.retainAll(Searches.ids(store.search(Searches.dense(query, depth, false, filter))));
			found += exact.size();
		}
		return (double) found / wanted;
	}

	private static EmbeddedDocument clustered(String id, float[] centre, Random random) {
		float[] vector = centre.clone();
		for (int i = 0; i < vector.length; i++) {
			vector[i] += (float) (0.3 * random.nextGaussian());
		}
		return new EmbeddedDocument(new Document(id, "", Map.of("digit", id.charAt(id.length() - 1) - '0')), vector);
	}

	private static float[] gaussian(Random random, int dimensions, double scale) {
		float[] vector = new float[dimensions];
		for (int i = 0; i < dimensions; i++) {
			vector[i] = (float) (scale * random.nextGaussian());
		}
		return vector;
	}

	private static LuceneStore open(int dimensions, SimilarityFunction similarity) {
		return LuceneStore.builder().space(Searches.space(dimensions, similarity)).open();
	}

}
