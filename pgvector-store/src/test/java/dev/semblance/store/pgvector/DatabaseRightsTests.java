package dev.semblance.store.pgvector;

import java.util.List;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.store.EmbeddedDocument;
import dev.semblance.retrieval.store.Searches;
import dev.semblance.retrieval.store.StoreException;
import dev.semblance.store.pgvector.server.PgVectorServer;
import dev.semblance.store.pgvector.server.TestDatabase;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What the database must have and allow, each time in a database of its own.
 */
class DatabaseRightsTests {

	private final TestDatabase database = new TestDatabase();

	@AfterEach
	void dropDatabase() {
		this.database.close();
	}

	@Test
	void aDatabaseWithoutTheExtensionIsRefusedWithTheStatementThatHelps() {
		assertThatOpening(builder(this.database.dataSource()))
			.hasMessageContaining("The database %s lacks the extension vector.".formatted(this.database.name()))
			.hasMessageContaining("CREATE EXTENSION vector");
		assertThat(Sql.value(this.database.dataSource(), "SELECT to_regnamespace('semblance')")).isEqualTo("null");
	}

	@Test
	void theExtensionMayLieOutsideTheSearchPath() {
		this.database.execute("CREATE SCHEMA \"Some extensions\"; CREATE EXTENSION vector SCHEMA \"Some extensions\"");
		for (DenseIndex index : DenseIndex.values()) {
			requireWholeCycle(builder(this.database.dataSource()).collection(index.name())
				.precision((index == DenseIndex.HNSW) ? DensePrecision.SINGLE : DensePrecision.HALF)
				.denseIndex(index)
				.sparseIndex(SparseIndex.HNSW)
				.indexFrom(1));
		}
	}

	@Test
	void tablesThatMayNotBeMadeAreNamedAndNothingIsMade() {
		this.database.execute("CREATE EXTENSION vector");
		PgVectorStoreBuilder builder = builder(this.database.dataSource()).createTables(false);
		assertThatOpening(builder).hasMessageContaining("Schema \"semblance\" lacks the tables of the documents")
			.hasMessageContaining("schemaScript()");
		assertThat(Sql.value(this.database.dataSource(), "SELECT to_regnamespace('semblance')")).isEqualTo("null");
		PgVectorStore.builder().dataSource(this.database.dataSource()).open().close();
		assertThatOpening(builder.collection("other"))
			.hasMessageContaining("for vectors of model (dense, 2 dimensions, cosine, single precision)");
	}

	@Test
	void theScriptMakesAllThatTheStoreNeeds() {
		this.database.execute("CREATE EXTENSION vector");
		PgVectorStoreBuilder builder = builder(this.database.dataSource()).createTables(false).language("german");
		this.database.execute(builder.schemaScript());
		requireWholeCycle(builder);
		requireWholeCycle(builder);
	}

	@Test
	void theScriptMayBeAppliedAgainAndAddsAnotherCollection() {
		this.database.execute("CREATE EXTENSION vector");
		PgVectorStoreBuilder builder = builder(this.database.dataSource()).createTables(false);
		this.database.execute(builder.schemaScript());
		this.database.execute(builder.schemaScript());
		builder.collection("another");
		this.database.execute(builder.schemaScript());
		requireWholeCycle(builder);
	}

	@Test
	void aRoleThatOwnsItsTablesNeedsNoOtherRight() {
		this.database.execute("CREATE EXTENSION vector");
		PGSimpleDataSource application = this.database.dataSourceOfNewRole();
		PgVectorStoreBuilder builder = builder(application).indexFrom(1).createTables(false);
		this.database.execute(builder.schemaScript());
		this.database.execute("GRANT USAGE ON SCHEMA semblance TO " + application.getUser());
		Sql.column(this.database.dataSource(), "SELECT tablename FROM pg_tables WHERE schemaname = 'semblance'")
			.forEach((table) -> this.database
				.execute("ALTER TABLE semblance.%s OWNER TO %s".formatted(table, application.getUser())));
		requireWholeCycle(builder);
	}

	@Test
	void aRoleThatMayOnlyReadAndWriteRowsIsEnough() {
		this.database.execute("CREATE EXTENSION vector");
		PGSimpleDataSource application = this.database.dataSourceOfNewRole();
		PgVectorStoreBuilder builder = builder(application).createTables(false);
		this.database.execute(builder.schemaScript());
		this.database.execute("GRANT USAGE ON SCHEMA semblance TO %1$s; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL "
			.formatted(application.getUser()) + "TABLES IN SCHEMA semblance TO " + application.getUser());
		requireWholeCycle(builder);
	}

	@Test
	void aRoleThatMayNotCreateASchemaIsToldSo() {
		this.database.execute("CREATE EXTENSION vector");
		assertThatOpening(builder(this.database.dataSourceOfNewRole()))
			.hasMessageContaining("permission denied for database " + this.database.name())
			.hasMessageContaining("Grant the role what it lacks");
	}

	@Test
	void aRoleThatMayNotUseTheSchemaIsToldSo() {
		this.database.execute("CREATE EXTENSION vector");
		builder(this.database.dataSource()).open().close();
		assertThatOpening(builder(this.database.dataSourceOfNewRole()))
			.hasMessageContaining("permission denied for schema semblance")
			.hasMessageContaining("Grant the role what it lacks");
	}

	@Test
	void aRoleThatMayNotMakeTemporaryTablesReadsButIsToldWhyItCannotWrite() {
		this.database.execute(
				"CREATE EXTENSION vector; REVOKE TEMPORARY ON DATABASE %s FROM PUBLIC".formatted(this.database.name()));
		PGSimpleDataSource application = this.database.dataSourceOfNewRole();
		builder(this.database.dataSource()).open().close();
		this.database
			.execute("GRANT USAGE ON SCHEMA semblance TO %1$s; GRANT ALL ON ALL TABLES IN SCHEMA semblance TO %1$s"
				.formatted(application.getUser()));
		try (PgVectorStore store = builder(application).open()) {
			assertThat(store.search(Searches.lexical("fox", 5))).isEmpty();
			assertThatThrownBy(() -> store.upsert(List.of(embedded("a")))).isInstanceOf(StoreException.class)
				.hasMessageContaining("permission denied to create temporary tables in database")
				.hasMessageContaining("Grant the role what it lacks")
				.message()
				.doesNotContain("\n");
			assertThat(store.count()).isZero();
		}
	}

	@Test
	void aServerThatIsNotThereIsOneClearSentence() {
		PGSimpleDataSource dataSource = this.database.dataSource();
		dataSource.setServerNames(new String[] { "127.0.0.1" });
		dataSource.setPortNumbers(new int[] { 1 });
		assertThatOpening(builder(dataSource)).hasMessageContaining("Connection to 127.0.0.1:1 refused")
			.hasMessageContaining("Check that the server runs")
			.message()
			.doesNotContain("\n");
	}

	@Test
	void aWrongPasswordIsNotRepeated() {
		String wrong = "wrong-password";
		PGSimpleDataSource dataSource = this.database.dataSourceOfNewRole();
		dataSource.setPassword(wrong);
		try (HikariDataSource pool = new HikariDataSource()) {
			pool.setDataSource(dataSource);
			for (DataSource source : List.of(dataSource, pool)) {
				assertThatOpening(builder(source)).hasMessageContaining("password authentication failed")
					.hasMessageContaining("Check user, password and database")
					.satisfies((ex) -> assertThat(withCauses(ex)).doesNotContain(wrong));
			}
		}
	}

	@Test
	void aPoolThatIsClosedIsAnErrorOfTheStore() {
		HikariDataSource pool = PgVectorServer.pool(1);
		pool.close();
		assertThatOpening(builder(pool)).hasMessageContaining("has been closed");
	}

	private static String withCauses(Throwable thrown) {
		Throwable cause = thrown.getCause();
		return thrown + ((cause != null) ? "\n" + withCauses(cause) : "");
	}

	private static AbstractThrowableAssert<?, ?> assertThatOpening(PgVectorStoreBuilder builder) {
		return assertThatThrownBy(builder::open).isInstanceOf(StoreException.class);
	}

	private static PgVectorStoreBuilder builder(DataSource dataSource) {
		return PgVectorStore.builder()
			.dataSource(dataSource)
			.space(Searches.space(2, SimilarityFunction.COSINE))
			.sparseSpace(Searches.sparseSpace(10));
	}

	private static void requireWholeCycle(PgVectorStoreBuilder builder) {
		try (PgVectorStore store = builder.open()) {
			store.upsert(List.of(embedded("a"), embedded("b"), embedded("c")));
			store.buildIndexes();
			assertThat(store.search(Searches.dense(new float[] { 1, 0 }, 2, false))).hasSize(2);
			assertThat(store.search(Searches.sparse(Searches.sparseVector(10, 3, 1), 2))).hasSize(2);
			assertThat(store.search(Searches.lexical("fox", 2))).hasSize(2);
			assertThat(store.delete(List.of("a", "b"))).isEqualTo(2);
			assertThat(store.count()).isOne();
			assertThat(store.delete(List.of("c"))).isOne();
		}
	}

	private static EmbeddedDocument embedded(String id) {
		return new EmbeddedDocument(new Document(id, "fox"), new float[] { 1, 0 }, Searches.sparseVector(10, 3, 1));
	}

}
