package dev.semblance.store.pgvector;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.filter.MetadataFilter;
import dev.semblance.retrieval.store.EmbeddedDocument;
import dev.semblance.retrieval.store.Searches;
import dev.semblance.retrieval.store.StoreException;
import dev.semblance.store.pgvector.server.PgVectorServer;
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

	private final List<EmbeddedDocument> documents = IntStream.range(0, COUNT)
		.mapToObj((i) -> DenseSearchTests.clustered("d" + i, this.centres.get(i % CLUSTERS), this.random))
		.toList();

	private final TestStore server = new TestStore();

	@AfterEach
	void close() {
		this.server.close();
	}

	@ParameterizedTest
	@CsvSource({ "COSINE, SINGLE, HNSW", "DOT, HALF, HNSW", "EUCLIDEAN, SINGLE, HNSW", "COSINE, HALF, HNSW_OF_SIGNS" })
	void theIndexFindsWhatComparingWithAllFindsAndIsReallyUsed(SimilarityFunction similarity, DensePrecision precision,
			DenseIndex index) {
		try (HikariDataSource pool = TestStore.poolThatPrefersIndexes();
				PgVectorStore store = this.server.builder()
					.dataSource(pool)
					.space(Searches.space(DIMENSIONS, similarity))
					.precision(precision)
					.denseIndex(index)
					.indexFrom(1)
					.exactBelow(1)
					.open()) {
			store.upsert(this.documents);
			store.buildIndexes();
			long scans = indexScans(pool);
			assertThat(recall(store, similarity, null, 10)).isGreaterThanOrEqualTo(0.95);
			assertThat(indexScans(pool) - scans).isGreaterThanOrEqualTo(10);
			assertThat(recall(store, similarity, null, 100)).isGreaterThanOrEqualTo(0.95);
			long filtered = indexScans(pool);
			assertThat(recall(store, similarity, MetadataFilter.not(MetadataFilter.equal("digit", 3)), 10))
				.isGreaterThanOrEqualTo(0.95);
			assertThat(indexScans(pool) - filtered).isGreaterThanOrEqualTo(10);
			assertThat(recall(store, similarity, MetadataFilter.equal("digit", 3), 10)).isGreaterThanOrEqualTo(0.95);
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
	void statesTellWhichIndexesAreMissingAndWhichAreBuilt() {
		try (PgVectorStore store = this.server.builder()
			.space(Searches.space(2, SimilarityFunction.COSINE))
			.indexFrom(1)
			.open()) {
			assertThat(store.collection()).isEqualTo("default");
			String index = vectorTable() + "_hnsw";
			assertThat(store.indexStates()).containsExactly(new IndexState(index, vectorTable(), false, null));
			store.upsert(List.of(Searches.vector("a", 1, 0)));
			store.buildIndexes();
			assertThat(store.indexStates()).containsExactly(new IndexState(index, vectorTable(), true, null));
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
			Sql.execute(this.server.pool(),
					"UPDATE pg_index SET indisvalid = false WHERE indexrelid = '%s.%s'::regclass"
						.formatted(this.server.schema(), index));
			store.buildIndexes();
			assertThat(indexes()).containsExactly(index);
			assertThat(
					Sql.value(this.server.pool(), "SELECT indisvalid FROM pg_index WHERE indexrelid = '%s.%s'::regclass"
						.formatted(this.server.schema(), index)))
				.isEqualTo("t");
			assertThat(store.search(Searches.dense(new float[] { 1, 0 }, 1, false))).hasSize(1);
		}
	}

	@Test
	void closingEndsTheBuildingOfAnIndex() throws Exception {
		PgVectorStore store = this.server.builder()
			.space(Searches.space(2, SimilarityFunction.COSINE))
			.indexFrom(1)
			.open();
		store.upsert(List.of(Searches.vector("a", 1, 0)));
		try (Connection connection = this.server.pool().getConnection();
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			// Somebody writes, for whom the building of an index must wait.
			statement
				.execute("INSERT INTO %s.document (collection, tenant, external_id, content, metadata, content_hash) "
					.formatted(this.server.schema()) + "VALUES ('other', '', 'x', '', '{}', '')");
			statement.execute("DELETE FROM %s.%s".formatted(this.server.schema(), vectorTable()));
			CompletableFuture<Void> building = CompletableFuture.runAsync(store::buildIndexes);
			while (Sql.value(this.server.pool(), "SELECT count(*) FROM pg_stat_progress_create_index").equals("0")) {
				Thread.sleep(5);
			}
			while (store.indexStates().get(0).progress() == null) {
				Thread.sleep(5);
			}
			assertThat(store.indexStates().get(0).built()).isFalse();
			store.close();
			assertThat(building).failsWithin(Duration.ofSeconds(10))
				.withThrowableThat()
				.withCauseInstanceOf(StoreException.class);
			connection.rollback();
		}
	}

	@Test
	void buildingGivesTheConnectionBackAsItWas() {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(PgVectorServer.url());
		config.setMaximumPoolSize(2);
		config.setConnectionInitSql("SET statement_timeout = '77s'; SET maintenance_work_mem = '33MB'");
		try (HikariDataSource pool = new HikariDataSource(config);
				PgVectorStore store = this.server.builder()
					.dataSource(pool)
					.space(Searches.space(2, SimilarityFunction.COSINE))
					.indexFrom(1)
					.open()) {
			store.upsert(List.of(Searches.vector("a", 1, 0)));
			store.buildIndexes();
			assertThat(indexes()).hasSize(1);
			assertThat(Sql.value(pool, "SHOW statement_timeout")).isEqualTo("77s");
			assertThat(Sql.value(pool, "SHOW maintenance_work_mem")).isEqualTo("33MB");
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
		try (PgVectorStore store = this.server.builder().indexFrom(1).openAsRecorded()) {
			store.buildIndexes();
			assertThat(indexes()).isEmpty();
			assertThat(store.search(Searches.dense(vector, 1, false)).get(0).score()).isEqualTo(1);
		}
		try (PgVectorStore store = this.server.builder()
			.denseIndex(DenseIndex.HNSW_OF_SIGNS)
			.indexFrom(1)
			.openAsRecorded()) {
			store.buildIndexes();
			assertThat(indexes()).hasSize(1);
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

	private double recall(PgVectorStore store, SimilarityFunction similarity, @Nullable MetadataFilter filter,
			int depth) {
		int found = 0;
		int wanted = 0;
		for (int i = 0; i < 10; i++) {
			float[] query = Objects
				.requireNonNull(DenseSearchTests.clustered("q0", this.centres.get(i), this.random).denseVector());
			Set<String> exact = this.documents.stream()
				.filter((document) -> filter == null || filter.matches(document.document().metadata()))
				.sorted(Comparator.comparingDouble(
						(document) -> -similarity.between(query, Objects.requireNonNull(document.denseVector()))))
				.limit(depth)
				.map((document) -> document.document().id())
				.collect(Collectors.toSet());
			wanted += exact.size();
			exact.retainAll(Searches.ids(store.search(Searches.dense(query, depth, false, filter))));
			found += exact.size();
		}
		return (double) found / wanted;
	}

	private long indexScans(HikariDataSource pool) {
		// The pool's only connection has something to report.
		Sql.value(pool, "SELECT pg_stat_force_next_flush()");
		return Long.parseLong(Sql.value(pool,
				"SELECT sum(idx_scan) FROM pg_stat_user_indexes WHERE schemaname = '%s' AND indexrelname LIKE '%%hnsw%%'"
					.formatted(this.server.schema())));
	}

	private List<String> indexes() {
		return Sql.column(this.server.pool(),
				"SELECT indexname FROM pg_indexes WHERE schemaname = '%s' AND indexdef LIKE "
					.formatted(this.server.schema()) + "'%USING hnsw%'");
	}

	private String vectorTable() {
		return Sql.value(this.server.pool(), "SELECT id FROM %s.embedding_space".formatted(this.server.schema()));
	}

}
