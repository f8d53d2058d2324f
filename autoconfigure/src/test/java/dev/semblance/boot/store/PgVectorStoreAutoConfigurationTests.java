package dev.semblance.boot.store;

import java.util.List;
import java.util.Objects;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import dev.semblance.boot.SemblanceProperties;
import dev.semblance.boot.StubEncoder;
import dev.semblance.boot.StubStore;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.fusion.Fusion;
import dev.semblance.retrieval.store.DocumentStore;
import dev.semblance.retrieval.store.EmbeddedDocument;
import dev.semblance.retrieval.store.LegQuery;
import dev.semblance.retrieval.store.SearchRequest;
import dev.semblance.retrieval.store.StoreException;
import dev.semblance.store.pgvector.IndexState;
import dev.semblance.store.pgvector.PgVectorStore;
import dev.semblance.store.pgvector.server.PgVectorServer;
import dev.semblance.store.pgvector.server.TestSchema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PgVectorStoreAutoConfiguration} on a real server.
 */
class PgVectorStoreAutoConfigurationTests {

	private final TestSchema schema = new TestSchema();

	private ApplicationContextRunner runner = new ApplicationContextRunner();

	@BeforeEach
	void configure() {
		this.runner = new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(PgVectorStoreAutoConfiguration.class, LuceneStoreAutoConfiguration.class))
			.withBean(DenseEncoder.class, StubEncoder::new)
			.withPropertyValues("semblance.store.type=pgvector",
					"semblance.store.pgvector.schema=" + this.schema.name());
	}

	@AfterEach
	void drop() {
		this.schema.close();
	}

	@Test
	void aUrlGivesAStoreWithConnectionsOfItsOwn() {
		this.runner
			.withPropertyValues("semblance.store.pgvector.url=" + PgVectorServer.url(),
					"semblance.store.pgvector.collection=books")
			.run((context) -> {
				assertThat(context).hasSingleBean(PgVectorStore.class).doesNotHaveBean(DataSource.class);
				DocumentStore store = context.getBean(DocumentStore.class);
				store.upsert(List.of(new EmbeddedDocument(new Document("a", "text"), new float[] { 1, 0 }, null)));
				assertThat(store.count()).isEqualTo(1);
			});
	}

	@Test
	void searchesGoToTheReplica() {
		this.runner
			.withPropertyValues("semblance.store.pgvector.url=" + PgVectorServer.url(),
					"semblance.store.pgvector.replica-url=" + PgVectorServer.url())
			.run((context) -> {
				StoreConnections connections = context.getBean(StoreConnections.class);
				HikariDataSource replica = (HikariDataSource) Objects.requireNonNull(connections.replica());
				DocumentStore store = context.getBean(DocumentStore.class);
				store.upsert(List.of(new EmbeddedDocument(new Document("a", "text"), new float[] { 1, 0 }, null)));
				assertThat(replica.getHikariPoolMXBean()).isNull();
				assertThat(
						store.search(new SearchRequest(List.of(new LegQuery.DenseQuery(new float[] { 1, 0 }, 1, true)),
								Fusion.named("rrf"), 1, 1, null)))
					.hasSize(1);
				assertThat(replica.getHikariPoolMXBean().getTotalConnections()).isPositive();
				context.close();
				assertThat(replica.isClosed()).isTrue();
			});
	}

	@Test
	void aTenantMayHavePartitionsOfItsOwn() {
		this.runner
			.withPropertyValues("semblance.store.pgvector.url=" + PgVectorServer.url(),
					"semblance.store.pgvector.tenant=large", "semblance.store.pgvector.partition-by-tenant=true",
					"semblance.store.pgvector.own-partition=true")
			.run((context) -> assertThat(context.getBean(PgVectorStore.class).indexStates()).singleElement()
				.extracting(IndexState::table)
				.asString()
				.doesNotEndWith("_rest"));
	}

	@Test
	void theApplicationsDataSourceIsUsedAndLeftOpen() {
		try (HikariDataSource pool = PgVectorServer.pool(2)) {
			this.runner.withBean(DataSource.class, () -> pool, (definition) -> definition.setDestroyMethodName(""))
				.run((context) -> assertThat(context).hasSingleBean(PgVectorStore.class));
			assertThat(pool.isClosed()).isFalse();
		}
	}

	@Test
	void theDataSourceOfSpringBootIsUsed() {
		this.runner.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
			.withPropertyValues("spring.datasource.url=" + PgVectorServer.url())
			.run((context) -> assertThat(context).hasSingleBean(PgVectorStore.class).hasSingleBean(DataSource.class));
	}

	@Test
	void connectionDetailsOfTheApplicationGoBeforeTheUrl() {
		this.runner.withPropertyValues("semblance.store.pgvector.url=jdbc:postgresql://nowhere.invalid/none")
			.withBean(PgVectorConnectionDetails.class, ServerDetails::new)
			.run((context) -> assertThat(context).hasSingleBean(PgVectorStore.class));
	}

	@Test
	void closingTheContextClosesTheConnections() {
		this.runner.withPropertyValues("semblance.store.pgvector.url=" + PgVectorServer.url()).run((context) -> {
			HikariDataSource pool = (HikariDataSource) context.getBean(StoreConnections.class).dataSource();
			context.close();
			assertThat(pool.isClosed()).isTrue();
		});
	}

	@Test
	void withoutADatabaseTheApplicationDoesNotStartAndSaysWhatToSet() {
		this.runner.run((context) -> assertThat(context).getFailure()
			.rootCause()
			.hasMessageContaining("Property semblance.store.type with value 'PGVECTOR' is invalid")
			.hasMessageContaining("semblance.store.pgvector.url"));
	}

	@Test
	void anotherModelThanTheCollectionsIsRefused() {
		ApplicationContextRunner own = this.runner
			.withPropertyValues("semblance.store.pgvector.url=" + PgVectorServer.url());
		own.run((context) -> assertThat(context).hasNotFailed());
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(PgVectorStoreAutoConfiguration.class))
			.withBean(DenseEncoder.class, () -> new StubEncoder("other"))
			.withPropertyValues("semblance.store.type=pgvector",
					"semblance.store.pgvector.schema=" + this.schema.name(),
					"semblance.store.pgvector.url=" + PgVectorServer.url())
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(StoreException.class)
				.hasMessageContaining("was made for stub")
				.hasMessageContaining("opened for other"));
	}

	@ParameterizedTest
	@CsvSource({ "connections, 0", "schema, a b", "collection, ' '", "index-from, 0", "exact-below, 0", "timeout, 0s",
			"retry-for, -1s", "hnsw.m, 1", "precision, double", "dense-index, ivfflat", "sparse-index, yes" })
	void aBadValueIsRefusedByItsProperty(String property, String value) {
		this.runner
			.withPropertyValues("semblance.store.pgvector.url=" + PgVectorServer.url(),
					"semblance.store.pgvector." + property + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("Property semblance.store.pgvector." + property.replaceAll("\\..*", "")));
	}

	@ParameterizedTest
	@CsvSource({ "precision, half", "dense-index, hnsw-of-signs", "dense-index, HNSW_OF_SIGNS", "sparse-index, hnsw" })
	void namesAreReadAsSpringBootReadsThem(String property, String value) {
		this.runner
			.withPropertyValues("semblance.store.pgvector.url=" + PgVectorServer.url(),
					"semblance.store.pgvector." + property + "=" + value)
			.run((context) -> assertThat(context).hasSingleBean(PgVectorStore.class));
	}

	@Test
	void theApplicationsOwnStoreKeepsItAway() {
		this.runner.withBean(DocumentStore.class, StubStore::new)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(PgVectorStore.class));
	}

	@Test
	void otherTypesOfStoresDoNotTouchADatabase() {
		this.runner.withPropertyValues("semblance.store.type=none", "semblance.store.pgvector.url=jdbc:nonsense")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(DocumentStore.class));
	}

	@Test
	void nobodyPrintsThePasswordByChance() {
		this.runner
			.withPropertyValues("semblance.store.type=none", "semblance.store.pgvector.url=jdbc:postgresql:x",
					"semblance.store.pgvector.password=geheim")
			.run((context) -> assertThat(context.getBean(SemblanceProperties.class).toString())
				.doesNotContain("geheim"));
	}

	/** Details as a container gives them. */
	private static final class ServerDetails implements PgVectorConnectionDetails {

		@Override
		public String getJdbcUrl() {
			return PgVectorServer.url();
		}

		@Override
		public @Nullable String getUsername() {
			return null;
		}

		@Override
		public @Nullable String getPassword() {
			return null;
		}

	}

}
