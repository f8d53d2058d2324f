package dev.semblance.boot.store;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import dev.semblance.boot.StubEncoder;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.retrieval.store.DocumentStore;
import dev.semblance.store.lucene.LuceneStore;
import dev.semblance.store.pgvector.PgVectorStore;
import dev.semblance.store.pgvector.server.PgVectorServer;
import dev.semblance.store.pgvector.server.TestSchema;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for applications whose own data is in a database of another kind.
 */
class OtherDatabaseTests {

	private static final String OTHER = "--spring.datasource.url=jdbc:h2:mem:other";

	@Test
	void theStoresConnectionsAreNotTheApplicationsDataSource() throws SQLException {
		try (TestSchema schema = new TestSchema();
				ConfigurableApplicationContext context = start(OTHER, "--semblance.store.type=pgvector",
						"--semblance.store.pgvector.url=" + PgVectorServer.url(),
						"--semblance.store.pgvector.schema=" + schema.name())) {
			assertThat(context.getBean(PgVectorStore.class).count()).isZero();
			assertThat(productOf(context.getBean(DataSource.class))).isEqualTo("H2");
		}
	}

	@Test
	void withoutTheStoreInPostgresNothingOfTheDatabaseIsTouched() throws SQLException {
		try (ConfigurableApplicationContext context = start(OTHER)) {
			assertThat(context.getBean(DocumentStore.class)).isInstanceOf(LuceneStore.class);
			assertThat(productOf(context.getBean(DataSource.class))).isEqualTo("H2");
		}
	}

	private static String productOf(DataSource dataSource) throws SQLException {
		try (Connection connection = dataSource.getConnection()) {
			return connection.getMetaData().getDatabaseProductName();
		}
	}

	private static ConfigurableApplicationContext start(String... arguments) {
		return SpringApplication.run(Application.class, arguments);
	}

	@EnableAutoConfiguration
	static class Application {

		@Bean
		DenseEncoder encoder() {
			return new StubEncoder();
		}

	}

}
