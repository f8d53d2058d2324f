package dev.semblance.store.pgvector;

import java.util.List;

import dev.semblance.retrieval.store.StoreException;
import dev.semblance.store.pgvector.reembedding.FillSettings;
import dev.semblance.store.pgvector.reembedding.Reembedding;
import dev.semblance.store.pgvector.server.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ReembeddingRightsTests {

	private final TestDatabase database = new TestDatabase();

	private final SeededEncoder before = new SeededEncoder("before", 8);

	private final SeededEncoder after = new SeededEncoder("after", 16);

	private final PGSimpleDataSource owner = this.database.dataSourceOfNewRole();

	private final PGSimpleDataSource writer = this.database.dataSourceOfNewRole();

	@BeforeEach
	void write() {
		this.database.execute("CREATE EXTENSION vector; CREATE SCHEMA semblance AUTHORIZATION " + this.owner.getUser());
		try (PgVectorStore store = PgVectorStore.builder().dataSource(this.owner).space(this.before.model()).open()) {
			store.upsert(this.before.documents(5));
		}
		this.database.execute("GRANT USAGE, CREATE ON SCHEMA semblance TO %1$s; GRANT SELECT, INSERT, UPDATE, DELETE, "
			.formatted(this.writer.getUser()) + "REFERENCES ON ALL TABLES IN SCHEMA semblance TO "
				+ this.writer.getUser());
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	@Test
	void theTableBelongsToTheOwnerOfTheDocumentsWhoeverMadeIt() {
		try (Reembedding reembedding = PgVectorStore.builder()
			.dataSource(this.database.dataSource())
			.reembed(this.after)) {
			assertThat(Sql.value(this.database.dataSource(),
					"SELECT tableowner FROM pg_tables WHERE tablename = '%s'".formatted(reembedding.space())))
				.isEqualTo(this.owner.getUser());
		}
	}

	@Test
	void whoDoesNotOwnTheDocumentsMayFillASpaceAndNotAddOne() {
		PgVectorStoreBuilder builder = PgVectorStore.builder().dataSource(this.writer);
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> builder.reembed(this.after))
			.withMessageContaining("belongs to role " + this.owner.getUser())
			.withMessageContaining("Add the space once as the owner");
		PgVectorStore.builder().dataSource(this.owner).reembed(this.after).close();
		try (Reembedding reembedding = builder.reembed(this.after)) {
			reembedding.fill(FillSettings.UNTHROTTLED, (progress) -> {
			});
			reembedding.switchOver();
		}
		try (PgVectorStore store = PgVectorStore.builder()
			.dataSource(this.writer)
			.createTables(false)
			.space(this.after.model())
			.open()) {
			store.upsert(List.of(this.after.document("d1", "changed by who knows nothing of the other space")));
		}
		assertThat(PgVectorStore.builder().dataSource(this.owner).spaces().list().get(1).lacking()).isOne();
	}

	@Test
	void whoDoesNotSeeAllDocumentsIsRefused() {
		this.database.execute("ALTER TABLE semblance.document ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON "
				+ "semblance.document USING (tenant = current_setting('semblance.tenant'))");
		PgVectorStoreBuilder builder = PgVectorStore.builder().dataSource(this.writer);
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> builder.spaces().list())
			.withMessageContaining("Row-level security hides documents of collection 'default'");
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> builder.reembed(this.after))
			.withMessageContaining("BYPASSRLS");
	}

	@Test
	void aTableThatKeepsTenantsLessApartIsNotSwitchedTo() {
		try (Reembedding reembedding = PgVectorStore.builder().dataSource(this.owner).reembed(this.after)) {
			this.database.execute("DO $$ BEGIN EXECUTE (SELECT format('ALTER TABLE semblance.%I ENABLE ROW LEVEL "
					+ "SECURITY', dense_space) FROM semblance.collection); END $$");
			assertThatExceptionOfType(StoreException.class).isThrownBy(reembedding::switchOver)
				.withMessageContaining("has row-level security, and \"semblance\".")
				.withMessageContaining("which is to take its place, has not");
		}
	}

	@Test
	void whoDoesNotOwnThePartitionsMayFillThem() {
		PgVectorStoreBuilder owned = PgVectorStore.builder()
			.dataSource(this.owner)
			.collection("partitioned")
			.partitionByTenant(true)
			.tenant("large")
			.ownPartition(true);
		try (PgVectorStore store = owned.space(this.before.model()).open()) {
			store.upsert(this.before.documents(5));
		}
		this.database
			.execute("DO $$ BEGIN EXECUTE (SELECT format('GRANT SELECT, INSERT, UPDATE, DELETE ON semblance.%I " + "TO "
					+ this.writer.getUser()
					+ "', dense_space) FROM semblance.collection WHERE name = 'partitioned'); END $$");
		owned.reembed(this.after).close();
		try (Reembedding reembedding = PgVectorStore.builder()
			.dataSource(this.writer)
			.collection("partitioned")
			.reembed(this.after)) {
			assertThat(reembedding.fill(FillSettings.UNTHROTTLED, (progress) -> {
			}).written()).isEqualTo(5);
		}
	}

}
