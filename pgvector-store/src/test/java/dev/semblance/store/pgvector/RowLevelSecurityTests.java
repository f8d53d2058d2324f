package dev.semblance.store.pgvector;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import com.zaxxer.hikari.HikariDataSource;
import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.filter.MetadataFilter;
import dev.semblance.retrieval.fusion.Fusion;
import dev.semblance.retrieval.store.EmbeddedDocument;
import dev.semblance.retrieval.store.LegQuery;
import dev.semblance.retrieval.store.SearchRequest;
import dev.semblance.retrieval.store.Searches;
import dev.semblance.retrieval.store.StoreException;
import dev.semblance.store.pgvector.server.PgVectorServer;
import dev.semblance.store.pgvector.server.RepositoryFile;
import dev.semblance.store.pgvector.server.ServerProgram;
import dev.semblance.store.pgvector.server.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The set-up of the documentation, with a role that may not get past it.
 */
class RowLevelSecurityTests {

	private static final String SCRIPT = "docs/pgvector-row-level-security.sql";

	private final TestDatabase database = new TestDatabase();

	private final PGSimpleDataSource application = this.database.dataSourceOfNewRole();

	@TempDir
	Path folder;

	@BeforeEach
	void secure() {
		this.database.execute("CREATE EXTENSION vector");
		builder("").dataSource(this.database.dataSource()).createTables(true).open().close();
		apply();
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	@Test
	void theStoresOfTwoTenantsWorkAsWithoutIt() {
		try (PgVectorStore first = builder("first").open(); PgVectorStore second = builder("second").open()) {
			first.upsert(List.of(document("a", "first"), document("b", "first")));
			second.upsert(List.of(document("a", "second"), document("c", "second")));
			// Now it is there, and merged.
			second.upsert(List.of(document("a", "second again"), document("d", "second")));
			requireOwn(first, "a", "b");
			requireOwn(second, "a", "c", "d");
			assertThat(second.find(List.of("a"))).extracting(Document::text).containsExactly("word second again");
			assertThat(second.unchanged(List.of(document("c", "second").document()))).containsExactly("c");
			assertThat(first.denseVectors(List.of("a", "c"))).containsOnlyKeys("a");
			assertThat(second.delete(List.of("a", "b"))).isOne();
			assertThat(first.delete(MetadataFilter.and())).isEqualTo(2);
			requireOwn(second, "c", "d");
		}
	}

	@Test
	void aStatementThatForgetsTheTenantSeesOnlyWhatIsSet() {
		fill();
		for (String table : tables()) {
			assertThat(seen("=first", table)).as(table).isEqualTo("1");
			assertThat(seen("=second", table)).as(table).isEqualTo("2");
			assertThat(seen("=", table)).as(table).isEqualTo("3");
			assertThat(seen("", table)).as(table).isEqualTo("0");
			assertThat(Sql.value(this.application, "SELECT count(*) FROM semblance." + table)).as(table).isEqualTo("0");
		}
	}

	@Test
	void aConnectionThatTheStoreHasUsedSeesNothingByItself() {
		fill();
		try (HikariDataSource pool = new HikariDataSource()) {
			pool.setDataSource(this.application);
			pool.setMaximumPoolSize(1);
			for (String tenant : List.of("", "first")) {
				try (PgVectorStore store = builder(tenant).dataSource(pool).open()) {
					assertThat(store.count()).isPositive();
				}
				for (String table : tables()) {
					assertThat(Sql.value(pool, "SELECT count(*) FROM semblance." + table)).as(table).isEqualTo("0");
				}
			}
		}
	}

	@Test
	void nobodyWritesForAnotherTenant() {
		fill();
		assertThatThrownBy(() -> Sql.execute(this.application,
				"SET semblance.tenant = '=first'; INSERT INTO semblance.document (collection, tenant, external_id, content, "
						+ "metadata, content_hash) VALUES ('default', 'second', 'x', '', '{}', '')"))
			.rootCause()
			.hasMessageContaining("row-level security policy");
		Sql.execute(this.application, "SET semblance.tenant = '=first'; DELETE FROM semblance.document");
		assertThat(seen("=second", "document")).isEqualTo("2");
		assertThat(seen("=first", "document")).isEqualTo("0");
	}

	@Test
	void aTableOfLaterVectorsIsClosedUntilTheSetUpIsRepeated() {
		builder("").collection("later").dataSource(this.database.dataSource()).createTables(true).open().close();
		try (PgVectorStore store = builder("first").collection("later").open()) {
			assertThatExceptionOfType(StoreException.class)
				.isThrownBy(() -> store.upsert(List.of(document("a", "first"))))
				.withMessageContaining("permission denied for table");
			apply();
			store.upsert(List.of(document("a", "first")));
			requireOwn(store, "a");
		}
	}

	@Test
	void partitionsAreReachedByTheTableOnly() {
		PgVectorStoreBuilder owner = builder("first").collection("partitioned")
			.partitionByTenant(true)
			.dataSource(this.database.dataSource())
			.createTables(true)
			.ownPartition(true);
		owner.open().close();
		apply();
		try (PgVectorStore first = builder("first").collection("partitioned").open();
				PgVectorStore second = builder("second").collection("partitioned").open()) {
			first.upsert(List.of(document("a", "first")));
			second.upsert(List.of(document("b", "second")));
			requireOwn(first, "a");
			requireOwn(second, "b");
		}
		List<String> partitions = Sql.column(this.database.dataSource(),
				"SELECT relname FROM pg_class WHERE relispartition AND relkind = 'r'");
		assertThat(partitions).hasSize(4);
		for (String partition : partitions) {
			assertThatThrownBy(() -> Sql.column(this.application, "SELECT tenant FROM semblance." + partition))
				.rootCause()
				.hasMessageContaining("permission denied for table " + partition);
		}
	}

	private void fill() {
		try (PgVectorStore first = builder("first").open(); PgVectorStore second = builder("second").open()) {
			first.upsert(List.of(document("a", "first")));
			second.upsert(List.of(document("a", "second"), document("c", "second")));
		}
		try (PgVectorStore nobody = builder("").open()) {
			nobody.upsert(List.of(document("a", ""), document("b", ""), document("c", "")));
		}
	}

	private List<String> tables() {
		return Sql.column(this.database.dataSource(),
				"SELECT 'document' UNION ALL SELECT id FROM semblance.embedding_space");
	}

	private String seen(String tenant, String table) {
		return Sql.value(this.application,
				"SELECT (SELECT count(*) FROM semblance.%s) FROM (SELECT set_config('%s', '%s', ".formatted(table,
						PgVectorStoreBuilder.TENANT_SETTING, tenant) + "false)) AS set");
	}

	private static void requireOwn(PgVectorStore store, String... ids) {
		List<LegQuery> legs = List.of(new LegQuery.DenseQuery(new float[] { 1, 0 }, 1, false),
				new LegQuery.SparseQuery(Searches.sparseVector(10, 3, 1), 1), new LegQuery.LexicalQuery("word", 1));
		assertThat(store.count()).isEqualTo(ids.length);
		for (MetadataFilter filter : List.of(MetadataFilter.and(), MetadataFilter.equal("kind", "text"))) {
			assertThat(Searches.ids(store.search(new SearchRequest(legs, Fusion.named("convex"), 10, 10, filter))))
				.containsExactlyInAnyOrder(ids);
		}
	}

	private void apply() {
		new ServerProgram(PgVectorServer.program("psql", "-q", "-v", "schema=semblance", "-v",
				"application=" + this.application.getUser()), this.database.name())
			.run(RepositoryFile.named(SCRIPT), this.folder.resolve("output"));
	}

	private PgVectorStoreBuilder builder(String tenant) {
		return PgVectorStore.builder()
			.dataSource(this.application)
			.tenant(tenant)
			.space(Searches.space(2, SimilarityFunction.COSINE))
			.sparseSpace(Searches.sparseSpace(10))
			.createTables(false);
	}

	private static EmbeddedDocument document(String id, String owner) {
		return new EmbeddedDocument(new Document(id, "word " + owner, Map.of("kind", "text")), new float[] { 1, 0 },
				Searches.sparseVector(10, 3, 1));
	}

}
