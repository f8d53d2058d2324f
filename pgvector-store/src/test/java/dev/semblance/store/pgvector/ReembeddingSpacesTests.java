package dev.semblance.store.pgvector;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.ModelVersion;
import dev.semblance.retrieval.store.Searches;
import dev.semblance.retrieval.store.StoreException;
import dev.semblance.store.pgvector.reembedding.CollectionSpace;
import dev.semblance.store.pgvector.reembedding.CollectionSpaces;
import dev.semblance.store.pgvector.reembedding.FillSettings;
import dev.semblance.store.pgvector.reembedding.Reembedding;
import dev.semblance.store.pgvector.reembedding.SpaceKind;
import dev.semblance.store.pgvector.reembedding.SpaceState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ReembeddingSpacesTests {

	private final TestStore server = new TestStore();

	private final SeededEncoder before = new SeededEncoder("before", 8);

	private final SeededEncoder after = new SeededEncoder("after", 16);

	@BeforeEach
	void write() {
		try (PgVectorStore store = this.server.builder().space(this.before.model()).open()) {
			store.upsert(this.before.documents(10));
		}
	}

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void theSpacesAreListed() {
		try (Reembedding reembedding = this.server.builder().precision(DensePrecision.HALF).reembed(this.after)) {
			List<CollectionSpace> spaces = this.server.builder().spaces().list();
			assertThat(spaces).hasSize(2);
			CollectionSpace served = spaces.get(0);
			assertThat(served).isEqualTo(new CollectionSpace(served.id(), SpaceKind.DENSE, "before", null, 8,
					DensePrecision.SINGLE, SpaceState.SERVED, null, 10, 0, false, served.bytes()));
			assertThat(served.bytes()).isPositive();
			CollectionSpace beside = spaces.get(1);
			assertThat(beside).isEqualTo(new CollectionSpace(reembedding.space(), SpaceKind.DENSE, "after", null, 16,
					DensePrecision.HALF, SpaceState.BESIDE, null, 0, 10, false, beside.bytes()));
		}
	}

	@Test
	void theServedSpaceCannotBeDropped() {
		CollectionSpaces spaces = this.server.builder().spaces();
		String served = spaces.list().get(0).id();
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> spaces.drop(served))
			.withMessageContaining("is served by collection 'default'");
	}

	@Test
	void aDroppedSpaceIsGoneAndMayBeFilledAnew() {
		CollectionSpaces spaces = this.server.builder().spaces();
		for (int i = 0; i < 2; i++) {
			try (Reembedding reembedding = this.server.builder().reembed(this.after)) {
				assertThat(reembedding.fill(FillSettings.UNTHROTTLED, (progress) -> {
				}).written()).isEqualTo(10);
				spaces.drop(reembedding.space());
				assertThatExceptionOfType(StoreException.class).isThrownBy(() -> spaces.drop(reembedding.space()))
					.withMessageContaining("has no space");
			}
			assertThat(spaces.list()).hasSize(1);
		}
		try (PgVectorStore store = this.server.builder().space(this.before.model()).open()) {
			store.upsert(List.of(this.before.document("d1", "changed")));
			assertThat(store.delete(List.of("d2"))).isOne();
		}
	}

	@Test
	void droppingDoesNotWaitForWhoHasBeenReadingForLong() throws SQLException {
		try (Reembedding reembedding = this.server.builder().reembed(this.after);
				Connection connection = this.server.pool().getConnection();
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.execute("SELECT FROM %s.document".formatted(this.server.schema()));
			CollectionSpaces spaces = this.server.builder().spaces();
			assertThatExceptionOfType(StoreException.class).isThrownBy(() -> spaces.drop(reembedding.space()))
				.withMessageContaining("Another transaction holds what is needed");
			assertThat(spaces.list()).hasSize(2);
			connection.rollback();
			spaces.drop(reembedding.space());
		}
	}

	@Test
	void aModelThatIsKnownBetterLaterGoesOnWithItsSpace() {
		SeededEncoder known = new SeededEncoder("after", 16, new ModelVersion("main", "abc", null));
		SeededEncoder other = new SeededEncoder("after", 16, new ModelVersion("main", "def", null));
		try (Reembedding first = this.server.builder().reembed(this.after);
				Reembedding second = this.server.builder().reembed(known);
				Reembedding third = this.server.builder().reembed(other)) {
			assertThat(second.space()).isEqualTo(first.space());
			assertThat(third.space()).isNotEqualTo(first.space());
		}
		assertThat(this.server.builder().spaces().list()).extracting(CollectionSpace::revision)
			.containsExactly(null, "main", "main");
	}

	@Test
	void theServedModelAndACollectionThatIsNotThereAreRefused() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.server.builder().reembed(this.before))
			.withMessageContaining("Collection 'default' in schema")
			.withMessageContaining("serves vectors of before (dense, 8 dimensions");
		assertThatExceptionOfType(StoreException.class)
			.isThrownBy(() -> this.server.builder().collection("other").reembed(this.after))
			.withMessageContaining("There is no collection 'other'");
		assertThatExceptionOfType(StoreException.class)
			.isThrownBy(() -> this.server.builder().schema("nowhere").spaces().list())
			.withMessageContaining("There is no collection 'default' in schema \"nowhere\"");
	}

	@Test
	void tablesThatMayNotBeMadeAreMadeByTheScript() {
		PgVectorStoreBuilder builder = this.server.builder().createTables(false);
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> builder.reembed(this.after))
			.withMessageContaining("the store may not create any");
		Sql.execute(this.server.pool(),
				"SET search_path = public; " + this.server.builder().space(this.after.model()).schemaScript());
		try (Reembedding reembedding = builder.reembed(this.after)) {
			reembedding.switchOver();
			SpaceVectors.requireComplete(this.server, reembedding.space(), this.after);
		}
	}

	@Test
	void theNewTableHasTheRightsOfTheOneItReplaces() {
		String schema = this.server.schema();
		String served = this.server.builder().spaces().list().get(0).id();
		String reader = "reader_" + schema;
		Sql.execute(this.server.pool(), "CREATE ROLE %s".formatted(reader));
		try {
			Sql.execute(this.server.pool(),
					"GRANT SELECT ON %1$s.%2$s TO %3$s; ALTER TABLE %1$s.%2$s ENABLE ROW LEVEL SECURITY; "
						.formatted(schema, served, reader)
							+ "CREATE POLICY own ON %1$s.%2$s FOR SELECT TO %3$s USING (tenant = current_setting('semblance.tenant'))"
								.formatted(schema, served, reader));
			try (Reembedding reembedding = this.server.builder().reembed(this.after)) {
				String table = schema + "." + reembedding.space();
				assertThat(
						Sql.value(this.server.pool(),
								"SELECT has_table_privilege('%s', '%s', 'SELECT') AND NOT ".formatted(reader, table)
										+ "has_table_privilege('%s', '%s', 'INSERT')".formatted(reader, table)))
					.isEqualTo("t");
				String policies = "SELECT concat_ws(' ', c.relrowsecurity, p.polname, p.polcmd, pg_get_expr(p.polqual, "
						+ "p.polrelid), (SELECT rolname FROM pg_roles WHERE oid = ANY (p.polroles))) FROM pg_class c "
						+ "JOIN pg_policy p ON p.polrelid = c.oid WHERE c.oid = '%s'::regclass";
				assertThat(Sql.value(this.server.pool(), policies.formatted(table))).startsWith("t own r (tenant =")
					.isEqualTo(Sql.value(this.server.pool(), policies.formatted(schema + "." + served)));
			}
		}
		finally {
			Sql.execute(this.server.pool(), "DROP OWNED BY %1$s; DROP ROLE %1$s".formatted(reader));
		}
	}

	@Test
	void searchesOfOtherTablesGoOnWhileASpaceIsAdded() {
		try (PgVectorStore store = this.server.builder().space(this.before.model()).open();
				Reembedding reembedding = this.server.builder().reembed(this.after)) {
			assertThat(reembedding.space()).startsWith("dense_");
			assertThat(Searches.ids(store.search(Searches.dense(this.before.vector("word 1"), 1, true))))
				.containsExactly("d1");
		}
	}

}
