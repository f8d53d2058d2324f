package dev.semblance.store.pgvector;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.store.EmbeddedDocument;
import dev.semblance.retrieval.store.Searches;
import dev.semblance.store.pgvector.check.Finding;
import dev.semblance.store.pgvector.check.Severity;
import dev.semblance.store.pgvector.check.StoreCheck;
import dev.semblance.store.pgvector.server.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The check as a whole, in a database of its own.
 */
class SelfCheckTests {

	private final TestDatabase database = new TestDatabase();

	SelfCheckTests() {
		this.database.execute("CREATE EXTENSION vector; CREATE EXTENSION pgstattuple");
	}

	@AfterEach
	void dropDatabase() {
		this.database.close();
	}

	@Test
	void aHealthyStoreHasNothingToSeeToButTheVersionOfTheExtension() {
		try (PgVectorStore store = builder(this.database.dataSource()).sparseIndex(SparseIndex.HNSW).open()) {
			store.upsert(Checks.documents(100));
			store.buildIndexes();
			StoreCheck check = store.check();
			assertThat(check.isHealthy()).isTrue();
			assertThat(check.findings(Severity.WARNING)).extracting(Finding::subject)
				.isSubsetOf(List.of("extension version"));
			assertThat(check.findings()).extracting(Finding::severity)
				.isSortedAccordingTo((left, right) -> right.compareTo(left));
		}
	}

	@Test
	void oneConnectionIsEnough() {
		HikariConfig config = new HikariConfig();
		config.setDataSource(this.database.dataSource());
		config.setMaximumPoolSize(1);
		config.setConnectionTimeout(1000);
		try (HikariDataSource pool = new HikariDataSource(config);
				PgVectorStore store = PgVectorStore.builder()
					.dataSource(pool)
					.space(Searches.space(2, SimilarityFunction.COSINE))
					.indexFrom(1)
					.open()) {
			store.upsert(List.of(Searches.vector("a", 1, 0)));
			assertThat(store.check().findings(Severity.PROBLEM)).extracting(Finding::found)
				.singleElement()
				.asString()
				.startsWith("It is missing");
		}
	}

	@Test
	void anEmptyStoreIsHealthy() {
		try (PgVectorStore store = builder(this.database.dataSource()).sparseIndex(SparseIndex.HNSW).open()) {
			StoreCheck check = store.check();
			assertThat(check.isHealthy()).isTrue();
			assertThat(check.documents()).isZero();
			assertThat(check.tables()).hasSize(3).allMatch((table) -> table.rows() == 0);
		}
	}

	@Test
	void aStoreWithoutVectorsIsLookedAtToo() {
		try (PgVectorStore store = PgVectorStore.builder().dataSource(this.database.dataSource()).open()) {
			store.upsert(List.of(Searches.text("a", "word")));
			StoreCheck check = store.check();
			assertThat(check.isHealthy()).isTrue();
			assertThat(check.tables()).hasSize(1);
			assertThat(check.findings()).extracting(Finding::found)
				.anyMatch((found) -> found.endsWith("by filters.") || found.startsWith("Not used by filters"));
		}
	}

	@Test
	void theStoreIsTold() {
		try (PgVectorStore store = builder(this.database.dataSource()).schema("elsewhere")
			.collection("books")
			.tenant("first")
			.open();
				PgVectorStore other = builder(this.database.dataSource()).schema("elsewhere")
					.collection("books")
					.tenant("second")
					.open()) {
			store.upsert(Checks.documents(3));
			other.upsert(Checks.documents(5));
			StoreCheck check = store.check();
			assertThat(check.schema()).isEqualTo("elsewhere");
			assertThat(check.collection()).isEqualTo("books");
			assertThat(check.tenant()).isEqualTo("first");
			assertThat(check.documents()).isEqualTo(3);
			assertThat(check.server()).matches("\\d+.*");
			assertThat(check.extension()).matches("\\d+\\.\\d+\\.\\d+");
		}
	}

	@Test
	void aRoleThatMayOnlyReadRowsSeesMostAndIsToldWhatNot() {
		builder(this.database.dataSource()).open().close();
		PGSimpleDataSource application = this.database.dataSourceOfNewRole();
		this.database
			.execute("GRANT USAGE ON SCHEMA semblance TO %1$s; GRANT SELECT ON ALL TABLES IN SCHEMA semblance TO %1$s"
				.formatted(application.getUser()));
		try (PgVectorStore store = builder(application).createTables(false).open()) {
			StoreCheck check = store.check();
			assertThat(check.isHealthy()).isTrue();
			assertThat(check.findings(Severity.WARNING)).extracting(Finding::subject)
				.isSubsetOf(List.of("extension version"));
			assertThat(Checks.about(check, "open transactions").found())
				.isEqualTo("The role does not see what sessions of other roles do.");
			assertThat(Checks.about(check, "gathered entries").found()).endsWith("cannot be seen.");
		}
	}

	@Test
	void whatTheRoleMayNotAskIsAWarningAndTheRestIsLookedAt() {
		builder(this.database.dataSource()).open().close();
		PGSimpleDataSource application = this.database.dataSourceOfNewRole();
		this.database.execute(
				"GRANT USAGE ON SCHEMA semblance TO %1$s; GRANT SELECT ON ALL TABLES IN SCHEMA semblance TO %1$s; REVOKE SELECT ON semblance.%2$s FROM %1$s"
					.formatted(application.getUser(), Sql.value(this.database.dataSource(),
							"SELECT id FROM semblance.embedding_space WHERE kind = 'dense'")));
		try (PgVectorStore store = builder(application).createTables(false).open()) {
			StoreCheck check = store.check();
			Finding finding = Checks.about(check, "missing vectors");
			assertThat(finding.severity()).isEqualTo(Severity.WARNING);
			assertThat(finding.found()).startsWith("It could not be looked at. ")
				.contains("permission denied for table");
			assertThat(finding.remedy()).startsWith("Grant the role what it lacks");
			assertThat(Checks.about(check, "autovacuum").severity()).isEqualTo(Severity.OK);
		}
	}

	@Test
	void entriesThatWereNotSortedInAreCounted() {
		try (PgVectorStore store = builder(this.database.dataSource()).open()) {
			store.upsert(Checks.documents(20));
			assertThat(Checks.about(store.check(), "gathered entries of index document_lexemes")).isEqualTo(Finding
				.ok("gathered entries of index document_lexemes", "20 documents in 1 pages are not sorted in."));
			this.database.execute("ALTER TABLE semblance.document SET (autovacuum_enabled = off)");
			String text = IntStream.range(0, 40).mapToObj((i) -> "word" + i).collect(Collectors.joining(" "));
			store.upsert(Checks.documents(3_000)
				.stream()
				.map((document) -> new EmbeddedDocument(new Document(document.document().id(), text),
						document.denseVector(), document.sparseVector()))
				.toList());
			Finding finding = Checks.about(store.check(), "gathered entries of index document_lexemes");
			assertThat(finding.severity()).isEqualTo(Severity.WARNING);
			Sql.execute(this.database.dataSource(),
					String.valueOf(finding.remedy()).replaceAll("^Run |, or build .*$", ""));
			assertThat(Checks.about(store.check(), "gathered entries of index document_lexemes").found())
				.startsWith("0 documents");
		}
	}

	@Test
	void commitsThatDoNotWaitForTheDiskAreWorthKnowing() {
		try (PgVectorStore store = builder(this.database.dataSource()).open()) {
			this.database.execute("ALTER DATABASE %s SET synchronous_commit = off".formatted(this.database.name()));
			assertThat(store.check().findings(Severity.INFO)).extracting(Finding::found)
				.anyMatch((found) -> found.startsWith("synchronous_commit is off"));
		}
	}

	@Test
	void aBuildThatMayTakeTooLittleMemoryIsAWarningUntilItIsBuilt() {
		this.database.execute("ALTER DATABASE %s SET maintenance_work_mem = '1MB'".formatted(this.database.name()));
		try (PgVectorStore store = builder(this.database.dataSource()).hnsw(new HnswSettings(16, 32, 40, 1)).open()) {
			String subject = "memory to build index %s_hnsw".formatted(Sql.value(this.database.dataSource(),
					"SELECT id FROM semblance.embedding_space WHERE kind = 'dense'"));
			store.upsert(Checks.documents(1_000));
			this.database.execute("ANALYZE");
			assertThat(Checks.about(store.check(), subject).severity()).isEqualTo(Severity.OK);
			store.upsert(Checks.documents(2_000));
			this.database.execute("ANALYZE");
			Finding due = Checks.about(store.check(), subject);
			assertThat(due.severity()).isEqualTo(Severity.WARNING);
			assertThat(due.found())
				.startsWith("Its graph of 2,000 vectors takes about 1.4 MB, and a build may take 1.0 MB");
			assertThat(due.remedy()).contains(" to 2 MB");
			store.buildIndexes();
			assertThat(Checks.about(store.check(), subject).severity()).isEqualTo(Severity.INFO);
		}
	}

	private static PgVectorStoreBuilder builder(PGSimpleDataSource dataSource) {
		return PgVectorStore.builder()
			.dataSource(dataSource)
			.space(Searches.space(2, SimilarityFunction.COSINE))
			.sparseSpace(Searches.sparseSpace(10))
			.indexFrom(1);
	}

}
