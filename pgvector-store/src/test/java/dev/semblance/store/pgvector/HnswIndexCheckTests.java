package dev.semblance.store.pgvector;

import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;

import dev.semblance.store.pgvector.check.CheckedTable;
import dev.semblance.store.pgvector.check.Finding;
import dev.semblance.store.pgvector.check.Severity;
import dev.semblance.store.pgvector.check.StoreCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HnswIndexCheckTests {

	private final TestStore server = new TestStore();

	@AfterEach
	void close() {
		this.server.close();
	}

	@ParameterizedTest
	@CsvSource({ "SINGLE, HNSW, hnsw", "HALF, HNSW, hnsw", "SINGLE, HNSW_OF_SIGNS, hnsw_signs" })
	void aBuiltIndexIsAsItShouldBe(DensePrecision precision, DenseIndex index, String name) {
		try (PgVectorStore store = Checks.small(this.server).precision(precision).denseIndex(index).open()) {
			store.upsert(Checks.documents(20));
			store.buildIndexes();
			Finding finding = Checks.about(store.check(), "index %s_%s".formatted(denseTable(), name));
			assertThat(finding.severity()).isEqualTo(Severity.OK);
			assertThat(finding.found()).contains("m 16 and ef_construction 100");
			assertThat(finding.remedy()).isNull();
		}
	}

	@Test
	void anIndexOfSparseVectorsIsLookedAtIfItIsWanted() {
		try (PgVectorStore store = Checks.small(this.server).sparseIndex(SparseIndex.HNSW).open()) {
			store.upsert(Checks.documents(20));
			String subject = "index %s_hnsw".formatted(Checks.vectorTable(this.server, "sparse"));
			assertThat(Checks.about(store.check(), subject).severity()).isEqualTo(Severity.PROBLEM);
			store.buildIndexes();
			assertThat(Checks.about(store.check(), subject).severity()).isEqualTo(Severity.OK);
		}
	}

	@Test
	void anIndexThatIsMissingIsAProblemFromTheDocumentsOnFromWhichItIsBuilt() {
		try (PgVectorStore store = Checks.small(this.server).indexFrom(20).open()) {
			store.upsert(Checks.documents(19));
			assertThat(dense(store.check())).isEqualTo(Finding.ok("index " + denseTable() + "_hnsw",
					"Not built yet: there are 19 vectors, and it is built from 20 on."));
			store.upsert(Checks.documents(20));
			StoreCheck check = store.check();
			assertThat(dense(check).severity()).isEqualTo(Severity.PROBLEM);
			assertThat(dense(check).found()).startsWith("It is missing, although there are the 20 vectors");
			assertThat(dense(check).remedy()).contains("buildIndexes()").contains("semblance store build");
			assertThat(check.isHealthy()).isFalse();
		}
	}

	@Test
	void anIndexThatIsNotWantedIsNotMissed() {
		try (PgVectorStore store = Checks.small(this.server).denseIndex(DenseIndex.NONE).open()) {
			store.upsert(Checks.documents(20));
			assertThat(store.check().findings()).noneMatch((finding) -> finding.subject().contains("hnsw"));
		}
	}

	@Test
	void anIndexThatWasLeftHalfBuiltIsAProblem() {
		try (PgVectorStore store = Checks.small(this.server).open()) {
			store.upsert(Checks.documents(20));
			store.buildIndexes();
			assertThat(dense(store.check()).severity()).isEqualTo(Severity.OK);
			Sql.execute(this.server.pool(),
					"UPDATE pg_index SET indisvalid = false WHERE indexrelid = '%s.%s_hnsw'::regclass"
						.formatted(this.server.schema(), denseTable()));
			StoreCheck check = store.check();
			assertThat(dense(check).severity()).isEqualTo(Severity.PROBLEM);
			assertThat(dense(check).found()).startsWith("It was left half-built");
			assertThat(check.findings()).noneMatch((finding) -> finding.subject().startsWith("use of index dense"));
			store.buildIndexes();
			assertThat(dense(store.check()).severity()).isEqualTo(Severity.OK);
		}
	}

	@Test
	void anIndexThatIsBeingBuiltIsToldWithItsProgress() throws Exception {
		try (PgVectorStore store = Checks.small(this.server).open();
				Connection connection = this.server.pool().getConnection();
				Statement statement = connection.createStatement()) {
			store.upsert(Checks.documents(20));
			connection.setAutoCommit(false);
			// Somebody writes, for whom the building of an index must wait.
			statement.execute("DELETE FROM %s.%s".formatted(this.server.schema(), denseTable()));
			CompletableFuture<Void> building = CompletableFuture.runAsync(store::buildIndexes);
			Await.until("the index is being built", () -> store.indexStates().get(0).progress() != null);
			Finding finding = dense(store.check());
			connection.rollback();
			building.join();
			assertThat(finding.severity()).isEqualTo(Severity.INFO);
			assertThat(finding.found()).startsWith("It is being built: ");
			assertThat(dense(store.check()).severity()).isEqualTo(Severity.OK);
		}
	}

	@Test
	void anIndexThatWasBuiltWithOtherSettingsIsAWarningWithBoth() {
		PgVectorStoreBuilder builder = Checks.small(this.server);
		try (PgVectorStore store = builder.hnsw(new HnswSettings(8, 64, 100, 64)).open()) {
			store.upsert(Checks.documents(20));
			store.buildIndexes();
			assertThat(dense(store.check()).severity()).isEqualTo(Severity.OK);
		}
		try (PgVectorStore store = builder.hnsw(HnswSettings.DEFAULT).open()) {
			Finding finding = dense(store.check());
			assertThat(finding.severity()).isEqualTo(Severity.WARNING);
			assertThat(finding.found())
				.isEqualTo("It was built with m 8 and ef_construction 64, but the store is set to "
						+ "m 16 and ef_construction 100.");
			assertThat(finding.remedy())
				.contains("DROP INDEX CONCURRENTLY \"%s\".\"%s_hnsw\"".formatted(this.server.schema(), denseTable()));
		}
	}

	@Test
	void anIndexThatWasBuiltWithoutSettingsHasThoseOfTheExtension() {
		try (PgVectorStore store = Checks.small(this.server).hnsw(new HnswSettings(16, 64, 100, 64)).open()) {
			store.upsert(Checks.documents(20));
			Sql.execute(this.server.pool(),
					"CREATE INDEX %2$s_hnsw ON %1$s.%2$s USING hnsw (embedding vector_cosine_ops)"
						.formatted(this.server.schema(), denseTable()));
			assertThat(dense(store.check()).severity()).isEqualTo(Severity.OK);
		}
	}

	@Test
	void ofAPartitionedTableTheTenantsOwnPartitionIsLookedAt() {
		PgVectorStoreBuilder builder = Checks.small(this.server).partitionByTenant(true);
		try (PgVectorStore rest = builder.tenant("small").open();
				PgVectorStore store = builder.tenant("large").ownPartition(true).open()) {
			store.upsert(Checks.documents(20));
			rest.upsert(Checks.documents(10));
			store.buildIndexes();
			StoreCheck check = store.check();
			StoreCheck others = rest.check();
			assertThat(check.isHealthy()).isTrue();
			assertThat(check.findings()).anyMatch((finding) -> finding.subject().startsWith("use of index dense_")
					&& finding.severity().compareTo(Severity.INFO) <= 0);
			assertThat(others.isHealthy()).isFalse();
			assertThat(others.tables()).extracting(CheckedTable::name).anyMatch((name) -> name.endsWith("_rest"));
		}
	}

	@Test
	void aStoreThatIsClosedIsNotLookedAt() {
		PgVectorStore store = Checks.small(this.server).open();
		store.close();
		assertThatThrownBy(store::check).isInstanceOf(IllegalStateException.class);
	}

	private Finding dense(StoreCheck check) {
		return Checks.about(check, "index %s_hnsw".formatted(denseTable()));
	}

	private String denseTable() {
		return Checks.vectorTable(this.server, "dense");
	}

}
