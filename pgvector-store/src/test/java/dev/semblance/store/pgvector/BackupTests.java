package dev.semblance.store.pgvector;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.encoders.SparseVector;
import dev.semblance.retrieval.Candidate;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.filter.MetadataFilter;
import dev.semblance.retrieval.fusion.Fusion;
import dev.semblance.retrieval.store.EmbeddedDocument;
import dev.semblance.retrieval.store.LegQuery;
import dev.semblance.retrieval.store.SearchRequest;
import dev.semblance.retrieval.store.Searches;
import dev.semblance.store.pgvector.server.PgVectorServer;
import dev.semblance.store.pgvector.server.PrivateServer;
import dev.semblance.store.pgvector.server.ServerProgram;
import dev.semblance.store.pgvector.server.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A dump of one server, restored into another that has nothing.
 */
@Tag("slow")
class BackupTests {

	private static final int DIMENSIONS = 16;

	private static final int SPARSE_DIMENSIONS = 50;

	private static final int COUNT = 400;

	private static final List<String> TENANTS = List.of("", "large");

	private final TestDatabase source = new TestDatabase();

	@TempDir
	Path folder;

	@AfterEach
	void close() {
		this.source.close();
	}

	@Test
	void aRestoredDatabaseAnswersAsTheOneThatWasDumped() throws Exception {
		this.source.execute("CREATE EXTENSION vector");
		List<List<Candidate>> before = new ArrayList<>();
		for (String tenant : TENANTS) {
			try (HikariDataSource pool = pool(this.source.dataSource());
					PgVectorStore store = builder(pool, tenant).open()) {
				store.upsert(documents(0, COUNT));
				store.delete(List.of("d3", "d5"));
				store.buildIndexes();
				before.addAll(answers(store));
			}
		}
		Path empty = Files.createFile(this.folder.resolve("empty"));
		Path dump = this.folder.resolve("semblance.dump");
		new ServerProgram(PgVectorServer.program("pg_dump", "--format=custom"), this.source.name()).run(empty, dump);
		try (PrivateServer target = new PrivateServer()) {
			target.execute("CREATE DATABASE restored TEMPLATE template0");
			new ServerProgram(target.program("pg_restore", "--no-owner", "--exit-on-error", "--dbname=restored"),
					"restored")
				.run(dump, this.folder.resolve("output"));
			List<List<Candidate>> after = new ArrayList<>();
			for (String tenant : TENANTS) {
				try (HikariDataSource pool = PgVectorServer.pool(target.url().replace("/postgres?", "/restored?"), 2);
						PgVectorStore store = builder(pool, tenant).open()) {
					assertThat(store.count()).isEqualTo(COUNT - 2);
					assertThat(store.indexStates()).hasSize(1).allMatch(IndexState::built);
					after.addAll(answers(store));
					requireWritable(store);
				}
			}
			assertThat(after).isEqualTo(before);
		}
	}

	/** Keys that are drawn must not be those that were restored. */
	private static void requireWritable(PgVectorStore store) {
		List<Document> stored = documents(10, COUNT).stream().map(EmbeddedDocument::document).toList();
		assertThat(store.unchanged(stored)).hasSameSizeAs(stored);
		store.upsert(documents(COUNT - 10, COUNT + 100));
		assertThat(store.count()).isEqualTo(COUNT + 98);
		float[] last = vector(COUNT + 99);
		assertThat(Searches.ids(store.search(Searches.dense(last, 1, true)))).containsExactly("d" + (COUNT + 99));
	}

	private static List<List<Candidate>> answers(PgVectorStore store) {
		List<List<Candidate>> answers = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			float[] dense = vector(10_000 + i);
			for (@Nullable
			MetadataFilter filter : new @Nullable MetadataFilter[] { null, MetadataFilter.equal("digit", i % 10) }) {
				List<LegQuery> legs = List.of(new LegQuery.DenseQuery(dense, 1, true),
						new LegQuery.SparseQuery(sparse(10_000 + i), 1), new LegQuery.LexicalQuery("word" + i % 7, 1));
				legs.forEach((leg) -> answers.add(store.search(Searches.request(List.of(leg), 10, filter))));
				for (String fusion : List.of("rrf", "dbsf", "convex")) {
					answers.add(store.search(new SearchRequest(legs, Fusion.named(fusion), 10, 50, filter)));
				}
			}
		}
		return answers;
	}

	private static List<EmbeddedDocument> documents(int from, int to) {
		return IntStream.range(from, to)
			.mapToObj((i) -> new EmbeddedDocument(
					new Document("d" + i, "word%d word%d Caf\u00e9 \ud83d\ude00".formatted(i % 7, i % 11),
							Map.of("digit", i % 10, "text", "o'brien \\ \u4e2d", "share", i / 3.0, "odd", i % 2 == 1)),
					vector(i), sparse(i)))
			.toList();
	}

	private static float[] vector(int i) {
		return DenseSearchTests.gaussian(new Random(i), DIMENSIONS, 1);
	}

	private static SparseVector sparse(int i) {
		return Searches.sparseVector(SPARSE_DIMENSIONS, i % 20, 1 + i % 5, 20 + i % 30, 0.5);
	}

	private static HikariDataSource pool(DataSource dataSource) {
		HikariDataSource pool = new HikariDataSource();
		pool.setDataSource(dataSource);
		pool.setMaximumPoolSize(2);
		return pool;
	}

	private static PgVectorStoreBuilder builder(HikariDataSource pool, String tenant) {
		return PgVectorStore.builder()
			.dataSource(pool)
			.tenant(tenant)
			.partitionByTenant(true)
			.ownPartition(!tenant.isEmpty())
			.space(Searches.space(DIMENSIONS, SimilarityFunction.COSINE))
			.sparseSpace(Searches.sparseSpace(SPARSE_DIMENSIONS))
			.indexFrom(100)
			.exactBelow(COUNT * 2);
	}

}
