package dev.semblance.store.pgvector;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import com.zaxxer.hikari.HikariDataSource;
import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.store.EmbeddedDocument;
import dev.semblance.retrieval.store.Searches;
import dev.semblance.retrieval.store.StoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tenants whose vectors lie in partitions of their own.
 */
class TenantPartitionTests {

	private static final int DIMENSIONS = 8;

	private final TestStore server = new TestStore();

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void aTenantThatGetsItsOwnPartitionKeepsWhatItHas() {
		try (PgVectorStore small = builder("small").open(); PgVectorStore before = builder("large").open()) {
			small.upsert(documents("small", 0, 20));
			before.upsert(documents("large", 0, 50));
			try (PgVectorStore large = builder("large").ownPartition(true).open()) {
				for (PgVectorStore store : List.of(before, large)) {
					requireOwn(store, "large", 50);
				}
				requireOwn(small, "small", 20);
				large.upsert(documents("large", 40, 60));
				before.upsert(documents("large", 55, 70));
				small.upsert(documents("small", 10, 30));
				requireOwn(large, "large", 70);
				requireOwn(small, "small", 30);
				assertThat(large.delete(List.of("large0", "small1"))).isOne();
				assertThat(large.denseVectors(List.of("large0", "large1"))).containsOnlyKeys("large1");
			}
		}
		// Nobody's, the large one's, for dense and for sparse vectors.
		assertThat(rows()).containsExactly("30", "30", "69", "69");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "o'brien", "back\\slash", "%L", "?", "\u00e9\u4e2d\ud83d\ude00", "$$ ; DROP" })
	void aTenantMayHaveAnyName(String tenant) {
		try (PgVectorStore store = builder(tenant).ownPartition(true).open();
				PgVectorStore other = builder("other").open()) {
			store.upsert(documents("d", 0, 5));
			other.upsert(documents("o", 0, 3));
			requireOwn(store, "d", 5);
			requireOwn(other, "o", 3);
		}
		assertThat(rows()).containsExactly("3", "3", "5", "5");
	}

	@Test
	void eachPartitionHasAnIndexOfItsOwnWhichSearchesAsk() {
		try (PgVectorStore rest = builder("small").open();
				PgVectorStore large = builder("large").ownPartition(true).open()) {
			rest.upsert(documents("small", 0, 200));
			large.upsert(documents("large", 0, 300));
			for (PgVectorStore store : List.of(rest, large)) {
				assertThat(store.indexStates()).hasSize(2).noneMatch(IndexState::built);
			}
		}
		for (PgVectorStore store : List.of(builder("small").open(), builder("large").open())) {
			store.buildIndexes();
			store.close();
		}
		try (HikariDataSource pool = TestStore.poolThatPrefersIndexes();
				PgVectorStore rest = builder("small").dataSource(pool).open();
				PgVectorStore large = builder("large").dataSource(pool).open()) {
			requireOwn(rest, "small", 200);
			requireOwn(large, "large", 300);
			for (PgVectorStore store : List.of(rest, large)) {
				assertThat(store.indexStates()).hasSize(2).allMatch(IndexState::built);
			}
			Sql.value(pool, "SELECT pg_stat_force_next_flush()");
			assertThat(Sql.column(this.server.pool(),
					"SELECT coalesce(idx_scan, 0) > 0 FROM pg_stat_user_indexes WHERE schemaname = '%s' AND "
						.formatted(this.server.schema()) + "indexrelname LIKE 'dense%_hnsw'"))
				.containsExactly("t", "t");
		}
	}

	@Test
	void openingAgainMovesNothing() {
		try (PgVectorStore first = builder("large").ownPartition(true).open()) {
			first.upsert(documents("large", 0, 10));
		}
		List<String> before = Sql.column(this.server.pool(), partitions());
		try (PgVectorStore again = builder("large").ownPartition(true).open()) {
			requireOwn(again, "large", 10);
		}
		assertThat(Sql.column(this.server.pool(), partitions())).isEqualTo(before).hasSize(4);
	}

	@Test
	void aCollectionWithoutPartitionsRefusesWithWhatToDo() {
		builder("a").partitionByTenant(false).open().close();
		assertThatExceptionOfType(StoreException.class)
			.isThrownBy(() -> builder("a").partitionByTenant(false).ownPartition(true).open())
			.withMessageContaining("has no partitions, and none can be had for tenant 'a'")
			.withMessageContaining("partitionByTenant");
		builder("a").partitionByTenant(false).open().close();
	}

	@Test
	void theScriptMakesPartitionedTables() {
		PgVectorStoreBuilder builder = builder("a").createTables(false);
		Sql.execute(this.server.pool(), builder.schemaScript());
		try (PgVectorStore store = builder.open()) {
			store.upsert(documents("a", 0, 3));
			requireOwn(store, "a", 3);
		}
		try (PgVectorStore store = builder.createTables(true).ownPartition(true).open()) {
			requireOwn(store, "a", 3);
		}
	}

	@Test
	void nothingIsLostThatIsWrittenAndDeletedWhileATenantMoves() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(2);
		AtomicBoolean over = new AtomicBoolean();
		try (PgVectorStore store = builder("large").open()) {
			store.upsert(documents("large", 0, 500));
			Future<Integer> writer = threads.submit(() -> {
				int next = 500;
				while (!over.get()) {
					store.upsert(documents("large", next, next + 10));
					next += 10;
				}
				return next;
			});
			Future<Integer> deleter = threads.submit(() -> {
				int next = 0;
				while (!over.get() && next < 400) {
					store.delete(List.of("large" + next));
					next++;
				}
				return next;
			});
			builder("large").ownPartition(true).open().close();
			over.set(true);
			int written = writer.get();
			int deleted = deleter.get();
			assertThat(store.count()).isEqualTo(written - deleted);
			assertThat(rows()).containsExactly("0", "0", Long.toString(store.count()), Long.toString(store.count()));
			assertThat(Sql.value(this.server.pool(),
					"SELECT count(*) FROM %1$s.%2$s v WHERE NOT EXISTS (SELECT FROM %1$s.document d WHERE d.id = v.document_id)"
						.formatted(this.server.schema(), denseTable())))
				.isEqualTo("0");
		}
		finally {
			over.set(true);
			threads.shutdown();
		}
	}

	private String denseTable() {
		return Sql.value(this.server.pool(),
				"SELECT id FROM %s.embedding_space WHERE kind = 'dense'".formatted(this.server.schema()));
	}

	private String partitions() {
		return "SELECT oid FROM pg_class WHERE relispartition AND relkind = 'r' AND relnamespace = '%s'::regnamespace ORDER BY 1"
			.formatted(this.server.schema());
	}

	/** Returns the numbers of vectors in each partition, the fewest first. */
	private List<String> rows() {
		return Sql.column(this.server.pool(),
				"SELECT relname FROM pg_class WHERE relispartition AND relkind = 'r' AND relnamespace = '%s'::regnamespace"
					.formatted(this.server.schema()))
			.stream()
			.map((partition) -> Sql.value(this.server.pool(),
					"SELECT count(*) FROM %s.%s".formatted(this.server.schema(), partition)))
			.sorted((left, right) -> Long.compare(Long.parseLong(left), Long.parseLong(right)))
			.toList();
	}

	private static void requireOwn(PgVectorStore store, String prefix, int size) {
		List<String> ids = IntStream.range(0, size).mapToObj((i) -> prefix + i).toList();
		assertThat(store.count()).isEqualTo(size);
		assertThat(Searches.ids(store.search(Searches.dense(vector(0), 1000, true))))
			.containsExactlyInAnyOrderElementsOf(ids);
		assertThat(Searches.ids(store.search(Searches.dense(vector(0), 1000, false))))
			.containsExactlyInAnyOrderElementsOf(ids);
		assertThat(Searches.ids(store.search(Searches.sparse(Searches.sparseVector(10, 3, 1), 1000))))
			.containsExactlyInAnyOrderElementsOf(ids);
		assertThat(Searches.ids(store.search(Searches.lexical("word", 1000)))).containsExactlyInAnyOrderElementsOf(ids);
	}

	private static List<EmbeddedDocument> documents(String prefix, int from, int to) {
		return IntStream.range(from, to)
			.mapToObj((i) -> new EmbeddedDocument(new Document(prefix + i, "word", Map.of()), vector(i),
					Searches.sparseVector(10, 3, 1)))
			.toList();
	}

	private static float[] vector(int i) {
		return DenseSearchTests.gaussian(new Random(i), DIMENSIONS, 1);
	}

	private PgVectorStoreBuilder builder(String tenant) {
		return this.server.builder()
			.tenant(tenant)
			.partitionByTenant(true)
			.space(Searches.space(DIMENSIONS, SimilarityFunction.COSINE))
			.sparseSpace(Searches.sparseSpace(10))
			.sparseIndex(SparseIndex.HNSW)
			.indexFrom(100)
			.exactBelow(10);
	}

}
