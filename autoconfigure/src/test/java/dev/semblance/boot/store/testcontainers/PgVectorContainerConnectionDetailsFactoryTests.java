package dev.semblance.boot.store.testcontainers;

import dev.semblance.boot.StubEncoder;
import dev.semblance.boot.store.PgVectorConnectionDetails;
import dev.semblance.boot.store.PgVectorStoreAutoConfiguration;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.store.pgvector.PgVectorStore;
import dev.semblance.store.pgvector.server.PgVectorServer;
import dev.semblance.store.pgvector.server.TestSchema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PgVectorContainerConnectionDetailsFactory} with a container that is
 * none, as there need not be an engine: its database is that of the other tests.
 */
@SpringJUnitConfig
@DirtiesContext
class PgVectorContainerConnectionDetailsFactoryTests {

	@ServiceConnection
	static final PostgreSQLContainer CONTAINER = new NoContainer();

	private static final TestSchema SCHEMA = new TestSchema();

	@Autowired
	private PgVectorConnectionDetails details;

	@Autowired
	private JdbcConnectionDetails jdbc;

	@Autowired
	private ObjectProvider<PgVectorStore> store;

	@DynamicPropertySource
	static void store(DynamicPropertyRegistry registry) {
		registry.add("semblance.store.type", () -> "pgvector");
		registry.add("semblance.store.pgvector.url", () -> "jdbc:postgresql://nowhere.invalid/none");
		registry.add("semblance.store.pgvector.schema", SCHEMA::name);
	}

	@AfterAll
	static void drop() {
		SCHEMA.close();
	}

	@Test
	void theStoreConnectsToTheContainerAndNotToTheUrl() {
		assertThat(this.store.getObject().count()).isZero();
	}

	@Test
	void theDetailsAreTheContainers() {
		assertThat(this.details.getJdbcUrl()).isEqualTo(CONTAINER.getJdbcUrl());
		assertThat(this.details.getUsername()).isNull();
		assertThat(this.details.getPassword()).isNull();
	}

	@Test
	void theApplicationsDataSourceGetsThoseOfSpringBoot() {
		assertThat(this.jdbc.getJdbcUrl()).isEqualTo(CONTAINER.getJdbcUrl());
	}

	/** A definition only; the server's own URL says who logs in. */
	@SuppressWarnings("NullAway")
	private static final class NoContainer extends PostgreSQLContainer {

		private NoContainer() {
			super(DockerImageName.parse("pgvector/pgvector:pg17").asCompatibleSubstituteFor("postgres"));
		}

		@Override
		public String getDockerImageName() {
			return "pgvector/pgvector:pg17";
		}

		@Override
		public void start() {
		}

		@Override
		public void stop() {
		}

		@Override
		public String getJdbcUrl() {
			return PgVectorServer.url();
		}

		@Override
		public String getUsername() {
			return null;
		}

		@Override
		public String getPassword() {
			return null;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(PgVectorStoreAutoConfiguration.class)
	static class Application {

		@Bean
		DenseEncoder encoder() {
			return new StubEncoder();
		}

	}

}
