package dev.semblance.store.pgvector;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.store.EmbeddedDocument;
import dev.semblance.retrieval.store.Searches;
import dev.semblance.store.pgvector.check.Finding;
import dev.semblance.store.pgvector.check.Severity;
import dev.semblance.store.pgvector.check.StoreCheck;
import dev.semblance.store.pgvector.server.PgVectorServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;

import static org.assertj.core.api.Assertions.assertThat;

class IndexUseCheckTests {

	private static final int MANY = 10_000;

	private static final int DIMENSIONS = 32;

	private final TestStore server = new TestStore();

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void everyIndexOfALargeStoreIsUsed() {
		try (PgVectorStore store = Checks.small(this.server)
			.space(Searches.space(DIMENSIONS, SimilarityFunction.COSINE))
			.sparseIndex(SparseIndex.HNSW)
			.hnsw(new HnswSettings(8, 16, 40, 256))
			.open()) {
			store.upsert(manyDocuments());
			store.buildIndexes();
			analyze("document");
			List<Finding> uses = uses(store.check());
			assertThat(uses).extracting(Finding::severity).containsOnly(Severity.OK);
			assertThat(uses).extracting(Finding::found)
				.containsExactlyInAnyOrder("Used by reads of documents by their ids.", "Used by the lexical leg.",
						"Used by filters.", "Used by the dense leg.", "Used by the sparse leg.");
		}
	}

	@ParameterizedTest
	@CsvSource({ "SINGLE, HNSW", "HALF, HNSW", "SINGLE, HNSW_OF_SIGNS" })
	void anIndexThatASmallTableDoesNotNeedIsNoProblem(DensePrecision precision, DenseIndex index) {
		try (PgVectorStore store = Checks.small(this.server)
			.precision(precision)
			.denseIndex(index)
			.sparseIndex(SparseIndex.HNSW)
			.open()) {
			store.upsert(Checks.documents(20));
			store.buildIndexes();
			assertThat(uses(store.check())).hasSize(5)
				.allMatch((finding) -> finding.severity().compareTo(Severity.INFO) <= 0);
		}
	}

	@Test
	void anIndexOfTheRightNameThatComparesInAnotherWayIsAProblem() {
		try (PgVectorStore store = Checks.small(this.server).open()) {
			store.upsert(Checks.documents(20));
			String table = Checks.vectorTable(this.server, "dense");
			Sql.execute(this.server.pool(),
					"CREATE INDEX %2$s_hnsw ON %1$s.%2$s USING hnsw (embedding vector_l2_ops) WITH (ef_construction = 100)"
						.formatted(this.server.schema(), table));
			StoreCheck check = store.check();
			assertThat(Checks.about(check, "index %s_hnsw".formatted(table)).severity()).isEqualTo(Severity.OK);
			Finding use = Checks.about(check, "use of index %s_hnsw".formatted(table));
			assertThat(use.severity()).isEqualTo(Severity.PROBLEM);
			assertThat(use.found()).startsWith("It cannot be used by the dense leg");
		}
	}

	@Test
	void anIndexThatALargeTableDoesNotUseIsAWarning() {
		try (PgVectorStore store = Checks.small(this.server).denseIndex(DenseIndex.NONE).open()) {
			store.upsert(Checks.documents(MANY));
			analyze("document");
			assertThat(uses(store.check())).extracting(Finding::severity).containsOnly(Severity.OK);
			PGSimpleDataSource avoiding = new PGSimpleDataSource();
			avoiding.setUrl(PgVectorServer.url());
			avoiding.setOptions("-c enable_bitmapscan=off");
			try (PgVectorStore other = Checks.small(this.server)
				.dataSource(avoiding)
				.denseIndex(DenseIndex.NONE)
				.open()) {
				assertThat(uses(other.check())).filteredOn((finding) -> finding.severity() == Severity.WARNING)
					.extracting(Finding::found)
					.anyMatch((found) -> found.startsWith("Not used by the lexical leg: for 10,000 rows"));
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "document_lexemes, lexemes, the lexical leg", "document_metadata, metadata, filters" })
	void anIndexOfTheDocumentsThatIsMissingIsAProblemWithTheStatementThatHelps(String index, String column,
			String purpose) {
		try (PgVectorStore store = Checks.small(this.server).open()) {
			Sql.execute(this.server.pool(), "DROP INDEX %s.%s".formatted(this.server.schema(), index));
			String subject = "index of \"%s\".\"document\" (%s)".formatted(this.server.schema(), column);
			Finding missing = Checks.about(store.check(), subject);
			assertThat(missing.severity()).isEqualTo(Severity.PROBLEM);
			assertThat(missing.found()).isEqualTo("It is missing, so that %s read the whole table.".formatted(purpose));
			String statement = String.valueOf(missing.remedy()).replaceAll("^Run |\\.$", "");
			Sql.execute(this.server.pool(), statement);
			assertThat(store.check().findings()).noneMatch((finding) -> finding.subject().equals(subject));
		}
	}

	@Test
	void theKeyOfTheDocumentsThatIsMissingIsAProblemWithTheStatementThatHelps() {
		try (PgVectorStore store = Checks.small(this.server).open()) {
			String key = Sql.value(this.server.pool(),
					"SELECT conname FROM pg_constraint WHERE conrelid = '%s.document'::regclass AND contype = 'u'"
						.formatted(this.server.schema()));
			Sql.execute(this.server.pool(),
					"ALTER TABLE %s.document DROP CONSTRAINT %s".formatted(this.server.schema(), key));
			String subject = "index of \"%s\".\"document\" (collection, tenant, external_id)"
				.formatted(this.server.schema());
			Finding missing = Checks.about(store.check(), subject);
			assertThat(missing.severity()).isEqualTo(Severity.PROBLEM);
			Sql.execute(this.server.pool(), String.valueOf(missing.remedy()).replaceAll("^Run |\\.$", ""));
			assertThat(store.check().findings()).noneMatch((finding) -> finding.subject().equals(subject));
		}
	}

	@Test
	void anIndexOfTheDocumentsThatWasLeftHalfBuiltIsAProblem() {
		try (PgVectorStore store = Checks.small(this.server).open()) {
			Sql.execute(this.server.pool(),
					"UPDATE pg_index SET indisvalid = false WHERE indexrelid = '%s.document_lexemes'::regclass"
						.formatted(this.server.schema()));
			Finding finding = Checks.about(store.check(),
					"index of \"%s\".\"document\" (lexemes)".formatted(this.server.schema()));
			assertThat(finding.severity()).isEqualTo(Severity.PROBLEM);
			assertThat(finding.remedy()).startsWith("Run DROP INDEX CONCURRENTLY ");
		}
	}

	private static List<EmbeddedDocument> manyDocuments() {
		Random random = new Random(7);
		return IntStream.range(0, MANY)
			.mapToObj((i) -> new EmbeddedDocument(new Document("d" + i, "word " + i),
					DenseSearchTests.gaussian(random, DIMENSIONS, 1), Searches.sparseVector(10, i % 10, 1)))
			.toList();
	}

	private void analyze(String table) {
		// What was counted before must not be added afterwards.
		Checks.flushCounters(this.server);
		Sql.execute(this.server.pool(), "ANALYZE %s.%s".formatted(this.server.schema(), table));
		Checks.flushCounters(this.server);
	}

	private static List<Finding> uses(StoreCheck check) {
		return check.findings().stream().filter((finding) -> finding.subject().startsWith("use of index")).toList();
	}

}
