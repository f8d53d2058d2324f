package dev.semblance.store.pgvector;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DenseSearchTests {

	private final TestStore server = new TestStore();

	@AfterEach
	void close() {
		this.server.close();
	}

	@ParameterizedTest
	@EnumSource
	void scoresAreTheRealSimilarities(SimilarityFunction similarity) {
		Random random = new Random(7);
		List<EmbeddedDocument> documents = IntStream.range(0, 200)
			.mapToObj((i) -> Searches.vector("d" + i, gaussian(random, 16, 0.2 + 0.2 * (i % 5))))
			.toList();
		float[] query = gaussian(random, 16, 0.5);
		List<String> expected = documents.stream()
			.sorted(Comparator.comparingDouble((EmbeddedDocument document) -> -similarity(similarity, query, document)))
			.map((document) -> document.document().id())
			.toList();
		for (DensePrecision precision : DensePrecision.values()) {
			double tolerance = (precision == DensePrecision.HALF) ? 1e-2 : 1e-5;
			for (DenseIndex index : DenseIndex.values()) {
				try (PgVectorStore store = this.server.builder()
					.collection(precision + " " + index)
					.space(Searches.space(16, similarity))
					.precision(precision)
					.denseIndex(index)
					.indexFrom(1)
					.open()) {
					store.upsert(documents);
					store.buildIndexes();
					for (boolean exact : new boolean[] { true, false }) {
						List<Candidate> candidates = store.search(Searches.dense(query, 200, exact));
						assertThat(candidates).hasSize(200);
						if (precision == DensePrecision.SINGLE) {
							assertThat(Searches.ids(candidates)).isEqualTo(expected);
						}
						double previous = Double.POSITIVE_INFINITY;
						for (Candidate candidate : candidates) {
							int number = Integer.parseInt(candidate.document().id().substring(1));
							double real = similarity(similarity, query, documents.get(number));
							assertThat(candidate.score()).isCloseTo(real,
									Offset.offset(tolerance * Math.max(1, Math.abs(real))));
							assertThat(candidate.score()).isLessThanOrEqualTo(previous);
							assertThat(candidate.legs().get(Leg.DENSE)).extracting("score")
								.isEqualTo(candidate.score());
							previous = candidate.score();
						}
					}
				}
			}
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void equalVectorsAreAllFoundAndInTheOrderOfTheirIds(boolean exact) {
		try (PgVectorStore store = indexed(4, SimilarityFunction.COSINE).open()) {
			store.upsert(IntStream.range(0, 30)
				.mapToObj((i) -> Searches.vector("d%02d".formatted(29 - i), 1, 2, 3, 4))
				.toList());
			store.buildIndexes();
			List<String> expected = IntStream.range(0, 30).mapToObj("d%02d"::formatted).toList();
			assertThat(Searches.ids(store.search(Searches.dense(new float[] { 1, 2, 3, 4 }, 30, exact))))
				.isEqualTo(expected);
			assertThat(store.search(Searches.dense(new float[] { 1, 2, 3, 4 }, 7, exact))).hasSize(7);
		}
	}

	@ParameterizedTest
	@EnumSource
	void vectorsOfZerosHaveAScoreAndAreFound(SimilarityFunction similarity) {
		for (DensePrecision precision : DensePrecision.values()) {
			try (PgVectorStore store = indexed(2, similarity).collection(precision.name())
				.precision(precision)
				.open()) {
				store.upsert(List.of(Searches.vector("zero", 0, 0), Searches.vector("minus", -1, 0),
						Searches.vector("tiny", -0f, 0)));
				store.buildIndexes();
				for (boolean exact : new boolean[] { true, false }) {
					List<Candidate> candidates = store.search(Searches.dense(new float[] { 1, 0 }, 3, exact));
					assertThat(Searches.ids(candidates)).containsExactly("tiny", "zero", "minus");
					assertThat(candidates.get(1).score())
						.isEqualTo(similarity.between(new float[] { 1, 0 }, new float[] { 0, 0 }));
					assertThat(store.search(Searches.dense(new float[2], 3, exact))).hasSize(3)
						.allMatch((candidate) -> Double.isFinite(candidate.score()));
				}
				for (MetadataFilter filter : List.of(MetadataFilter.and(), MetadataFilter.not(MetadataFilter.or()))) {
					assertThat(store.search(Searches.dense(new float[2], 3, false, filter))).hasSize(3);
				}
			}
		}
	}

	@Test
	void distanceZeroIsNotMinusZero() {
		try (PgVectorStore store = indexed(2, SimilarityFunction.EUCLIDEAN).open()) {
			store.upsert(List.of(Searches.vector("same", 3, 4)));
			assertThat(store.search(Searches.dense(new float[] { 3, 4 }, 1, false)).get(0).score()).isEqualTo(0.0);
		}
	}

	@Test
	void numbersOfAnySizeThatAreAllowedHaveTheirRealCosine() {
		try (PgVectorStore store = indexed(2, SimilarityFunction.COSINE).open()) {
			store.upsert(
					List.of(Searches.vector("huge", 0x1p59f, 0x1p59f), Searches.vector("small", 0x1p-50f, 0x1p-50f)));
			for (float[] query : List.of(new float[] { 0x1p59f, 0x1p59f }, new float[] { 0x1p-50f, 0x1p-50f })) {
				assertThat(store.search(Searches.dense(query, 2, false)))
					.allSatisfy((candidate) -> assertThat(candidate.score()).isCloseTo(1, Offset.offset(1e-6)));
			}
		}
	}

	@Test
	void vectorsThatCannotBeKeptAreRefusedByNameAndNothingIsWritten() {
		try (PgVectorStore store = indexed(2, SimilarityFunction.DOT).open();
				PgVectorStore half = indexed(2, SimilarityFunction.DOT).collection("half")
					.precision(DensePrecision.HALF)
					.open()) {
			EmbeddedDocument good = Searches.vector("good", 1, 0);
			for (PgVectorStore each : List.of(store, half)) {
				requireRefused(each, good, Searches.vector("bad", Float.NaN, 0), "Document 'bad' has a vector with");
				requireRefused(each, good, Searches.vector("bad", 0, Float.NEGATIVE_INFINITY),
						"Document 'bad' has a vector with");
				requireRefused(each, good, Searches.vector("bad", 1, 2, 3),
						"Document 'bad' has a vector of 3 dimensions, the store holds vectors of model (dense, 2");
				requireRefused(each, good, Searches.vector("bad"), "a vector of 0 dimensions");
				requireRefused(each, good, Searches.text("bad", "text"), "Document 'bad' has no vector");
			}
			requireRefused(store, good, Searches.vector("bad", Float.MAX_VALUE, 0), "a vector of length 3.40e+38");
			requireRefused(half, good, Searches.vector("bad", 65_520, 0), "a vector with 65520.0 in it");
			half.upsert(List.of(Searches.vector("largest", 65_504, -65_504)));
			assertThat(half.search(Searches.dense(new float[] { 65_504, -65_504 }, 1, false)).get(0).score())
				.isEqualTo(2.0 * 65_504 * 65_504);
		}
	}

	@Test
	void aQueryVectorOfAnotherLengthOrNotFiniteIsRefused() {
		try (PgVectorStore store = indexed(2, SimilarityFunction.COSINE).open()) {
			for (float[] vector : List.of(new float[3], new float[0], new float[] { Float.NaN, 0 })) {
				assertThatThrownBy(() -> store.search(Searches.dense(vector, 1, false)))
					.isInstanceOf(InvalidInputException.class)
					.hasMessageStartingWith("The query has a vector");
			}
		}
	}

	@Test
	void aDenseLegOrVectorWithoutASpaceIsRefused() {
		try (PgVectorStore words = this.server.builder().open()) {
			assertThatThrownBy(() -> words.search(Searches.dense(new float[2], 1, false)))
				.isInstanceOf(InvalidInputException.class)
				.hasMessageContaining("opened without a space");
			assertThatThrownBy(() -> words.upsert(List.of(Searches.vector("a", 1, 0))))
				.isInstanceOf(InvalidInputException.class)
				.hasMessageContaining("Document 'a' has a vector");
			assertThat(words.space()).isNull();
		}
	}

	@Test
	void everyNumberOfDimensionsThatIsAllowedIsFound() {
		Random random = new Random(5);
		for (int dimensions : List.of(1, 2000, 2001, 4000, 4001, 16_000)) {
			boolean many = dimensions > 4000;
			try (PgVectorStore store = indexed(dimensions, SimilarityFunction.COSINE).collection("c" + dimensions)
				.denseIndex(many ? DenseIndex.HNSW_OF_SIGNS : DenseIndex.HNSW)
				.open()) {
				List<EmbeddedDocument> documents = IntStream.range(0, (dimensions == 1) ? 1 : 12)
					.mapToObj((i) -> Searches.vector("d" + i, gaussian(random, dimensions, 1)))
					.toList();
				store.upsert(documents);
				store.buildIndexes();
				EmbeddedDocument wanted = documents.get(documents.size() / 2);
				float[] vector = Objects.requireNonNull(wanted.denseVector());
				assertThat(Searches.ids(store.search(Searches.dense(vector, 1, false))))
					.containsExactly(wanted.document().id());
			}
			assertThat(
					Sql.value(this.server.pool(),
							"SELECT precision FROM %s.embedding_space WHERE dimensions = %d"
								.formatted(this.server.schema(), dimensions)))
				.isEqualTo((dimensions > 2000) ? "half" : "single");
		}
	}

	@Test
	void spacesThatCannotBeSearchedAreRefused() {
		for (int dimensions : new int[] { 0, -1, 16_001 }) {
			assertThatThrownBy(() -> indexed(dimensions, SimilarityFunction.COSINE).open())
				.isInstanceOf(InvalidInputException.class)
				.hasMessageContaining("16000");
		}
		assertThatThrownBy(() -> indexed(4001, SimilarityFunction.COSINE).open())
			.isInstanceOf(InvalidInputException.class)
			.hasMessageContaining("An HNSW index takes vectors of up to 4000 dimensions")
			.hasMessageContaining("an index of signs");
	}

	private static void requireRefused(PgVectorStore store, EmbeddedDocument good, EmbeddedDocument bad,
			String message) {
		assertThatThrownBy(() -> store.upsert(List.of(good, bad))).isInstanceOf(InvalidInputException.class)
			.hasMessageContaining(message);
		assertThat(store.count()).isZero();
	}

	private static double similarity(SimilarityFunction similarity, float[] query, EmbeddedDocument document) {
		return similarity.between(query, Objects.requireNonNull(document.denseVector()));
	}

	static EmbeddedDocument clustered(String id, float[] centre, Random random) {
		float[] vector = centre.clone();
		for (int i = 0; i < vector.length; i++) {
			vector[i] += (float) (0.3 * random.nextGaussian());
		}
		return new EmbeddedDocument(new Document(id, "", Map.of("digit", id.charAt(id.length() - 1) - '0')), vector);
	}

	static float[] gaussian(Random random, int dimensions, double scale) {
		float[] vector = new float[dimensions];
		for (int i = 0; i < dimensions; i++) {
			vector[i] = (float) (scale * random.nextGaussian());
		}
		return vector;
	}

	private PgVectorStoreBuilder indexed(int dimensions, SimilarityFunction similarity) {
		return this.server.builder().space(Searches.space(dimensions, similarity)).indexFrom(1);
	}

}
