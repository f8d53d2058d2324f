package dev.semblance.store.pgvector;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.filter.MetadataFilter;
import dev.semblance.retrieval.store.EmbeddedDocument;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DenseIndexTests {

	private static final int CLUSTERS = 40;

	private static final int COUNT = 2000;

	private static final int DIMENSIONS = 64;

	private final Random random = new Random(11);

	private final List<float[]> centres = IntStream.range(0, CLUSTERS)
		.mapToObj((i) -> DenseSearchTests.gaussian(this.random, DIMENSIONS, 1))
		.toList();

	private final TestStore server = new TestStore();

	@AfterEach
	void close() {
		this.server.close();
	}

	@ParameterizedTest
	@CsvSource({ "COSINE, SINGLE, HNSW", "DOT, HALF, HNSW", "EUCLIDEAN, SINGLE, HNSW", "MANHATTAN, HALF, HNSW",
			"COSINE, HALF, HNSW_OF_SIGNS" })
	void theIndexFindsWhatComparingWithAllFindsAndIsReallyUsed(SimilarityFunction similarity, DensePrecision precision,
			DenseIndex index) {
		try (PgVectorStore store = this.server.builder()
			.space(Searches.space(DIMENSIONS, similarity))
			.precision(precision)
			.denseIndex(index)
			.indexFrom(1)
			.exactBelow(1)
			.open()) {
			fill(store);
			store.buildIndexes();
			long scans = indexScans();
			assertThat(recall(store, null, 10)).isGreaterThanOrEqualTo(0.95);
			assertThat(indexScans() - scans).isGreaterThanOrEqualTo(20);
			assertThat(recall(store, null, 100)).isGreaterThanOrEqualTo(0.95);
			long filtered = indexScans();
			assertThat(recall(store, MetadataFilter.not(MetadataFilter.equal("digit", 3)), 10))
				.isGreaterThanOrEqualTo(0.95);
			assertThat(indexScans() - filtered).isGreaterThanOrEqualTo(20);
			assertThat(recall(store, MetadataFilter.equal("digit", 3), 10)).isGreaterThanOrEqualTo(0.95);
		}
	}

	@Test
	void indexesAreBuiltWhereThereAreDocumentsEnough() {
		PgVectorStoreBuilder builder = this.server.builder()
			.space(Searches.space(2, SimilarityFunction.COSINE))
			.sparseSpace(Searches.sparseSpace(10))
			.sparseIndex(SparseIndex.HNSW);
		List<String> phases = new ArrayList<>();
		try (PgVectorStore store = builder.indexFrom(3).open();
				PgVectorStore other = builder.collection("other").indexFrom(1).createTables(true).open()) {
			store.upsert(List.of(both("a"), both("b")));
			store.buildIndexes();
			assertThat(indexes()).isEmpty();
			store.upsert(List.of(both("c")));
			store.buildIndexes((progress) -> phases.add(progress.phase()));
			assertThat(indexes()).hasSize(2);
			store.buildIndexes();
			other.buildIndexes();
			assertThat(indexes()).hasSize(2);
		}
	}

	@Test
	void anIndexThatWasLeftHalfBuiltIsBuiltAnew() {
		try (PgVectorStore store = this.server.builder()
			.space(Searches.space(2, SimilarityFunction.COSINE))
			.indexFrom(1)
			.open()) {
			store.upsert(List.of(Searches.vector("a", 1, 0)));
			store.buildIndexes();
			String index = indexes().get(0);
			Sql.execute(this.server.pool(), "UPDATE pg_index SET indisvalid = false WHERE indexrelid = '%s.%s'::regclass"
				.formatted(this.server.schema(), index));
			store.buildIndexes();
			assertThat(indexes()).containsExactly(index);
			assertThat(Sql.value(this.server.pool(), "SELECT indisvalid FROM pg_index WHERE indexrelid = '%s.%s'::regclass"
				.formatted(this.server.schema(), index))).isEqualTo("t");
			assertThat(store.search(Searches.dense(new float[] { 1, 0 }, 1, false))).hasSize(1);
		}
	}

	@Test
	void anotherKindOfIndexIsBuiltBesideTheOneThatIsThere() {
		PgVectorStoreBuilder builder = this.server.builder()
			.space(Searches.space(2, SimilarityFunction.COSINE))
			.indexFrom(1);
		try (PgVectorStore store = builder.open()) {
			store.upsert(List.of(Searches.vector("a", 1, 0)));
			store.buildIndexes();
		}
		try (PgVectorStore store = builder.denseIndex(DenseIndex.HNSW_OF_SIGNS).open()) {
			store.buildIndexes();
			assertThat(indexes()).hasSize(2);
		}
	}

	@Test
	void aCollectionWithTooManyDimensionsForTheDefaultIndexIsOpenedAsRecorded() {
		float[] vector = new float[5000];
		vector[1] = 1;
		try (PgVectorStore store = this.server.builder()
			.space(Searches.space(5000, SimilarityFunction.COSINE))
			.denseIndex(DenseIndex.NONE)
			.open()) {
			store.upsert(List.of(Searches.vector("a", vector)));
		}
		assertThatThrownBy(() -> this.server.builder().indexFrom(1).openAsRecorded())
			.isInstanceOf(InvalidInputException.class)
			.hasMessageContaining("An HNSW index takes vectors of up to 4000 dimensions");
		try (PgVectorStore store = this.server.builder()
			.denseIndex(DenseIndex.HNSW_OF_SIGNS)
			.indexFrom(1)
			.openAsRecorded()) {
			store.buildIndexes();
			assertThat(store.search(Searches.dense(vector, 1, false)).get(0).score()).isEqualTo(1);
		}
	}

	@Test
	void settingsOfTheIndexAreChecked() {
		assertThatThrownBy(() -> new HnswSettings(1, 100, 100, 100)).isInstanceOf(InvalidInputException.class)
			.hasMessageContaining("Use 2 to 100");
		assertThatThrownBy(() -> new HnswSettings(16, 31, 100, 100)).isInstanceOf(InvalidInputException.class)
			.hasMessageContaining("Use 32 to 1000");
		assertThatThrownBy(() -> HnswSettings.DEFAULT.withEfSearch(1001)).isInstanceOf(InvalidInputException.class)
			.hasMessageContaining("efSearch of the HNSW index is 1001");
		assertThatThrownBy(() -> PgVectorStore.builder().indexFrom(0)).isInstanceOf(InvalidInputException.class);
		assertThatThrownBy(() -> PgVectorStore.builder().exactBelow(0)).isInstanceOf(InvalidInputException.class);
	}

	private static EmbeddedDocument both(String id) {
		return new EmbeddedDocument(new Document(id, ""), new float[] { 1, 0 }, Searches.sparseVector(10, 3, 1));
	}

	private void fill(PgVectorStore store) {
		store.upsert(IntStream.range(0, COUNT)
			.mapToObj((i) -> DenseSearchTests.clustered("d" + i, this.centres.get(i % CLUSTERS), this.random))
			.toList());
	}

	private double recall(PgVectorStore store, @Nullable MetadataFilter filter, int depth) {
		int found = 0;
		int wanted = 0;
		for (int i = 0; i < 20; i++) {
			float[] query = Objects.requireNonNull(
					DenseSearchTests.clustered("q0", this.centres.get(i), this.random).denseVector());
			Set<String> exact = new HashSet<>(Searches.ids(store.search(Searches.dense(query, depth, true, filter))));
			assertThat(exact).hasSize(depth);
			wanted += exact.size();
			exact.retainAll(Searches.ids(store.search(Searches.dense(query, depth, false, filter))));
			found += exact.size();
		}
		return (double) found / wanted;
	}

	private long indexScans() {
		// This thread's connection, which the store used last, has something to report.
		Sql.value(this.server.pool(), "SELECT pg_stat_force_next_flush()");
		return Long.parseLong(Sql.value(this.server.pool(),
				"SELECT sum(idx_scan) FROM pg_stat_user_indexes WHERE schemaname = '%s' AND indexrelname LIKE '%%hnsw%%'"
					.formatted(this.server.schema())));
	}

	private List<String> indexes() {
		return Sql.column(this.server.pool(), "SELECT indexname FROM pg_indexes WHERE schemaname = '%s' AND indexdef LIKE "
			.formatted(this.server.schema()) + "'%USING hnsw%'");
	}

}
