package dev.semblance.boot.store.docker.compose;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionDetailsFactory;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * Connects the application's data source to a service of the image
 * {@code pgvector/pgvector}: Spring Boot takes only {@code postgres} for PostgreSQL.
 */
final class JdbcDockerComposeConnectionDetailsFactory
		extends DockerComposeConnectionDetailsFactory<JdbcConnectionDetails> {

	JdbcDockerComposeConnectionDetailsFactory() {
		super(PgVectorService.names());
	}

	@Override
	protected JdbcConnectionDetails getDockerComposeConnectionDetails(DockerComposeConnectionSource source) {
		return new Details(source);
	}

	private static final class Details extends DockerComposeConnectionDetails implements JdbcConnectionDetails {

		private final PgVectorService service;

		private Details(DockerComposeConnectionSource source) {
			super(source.getRunningService());
			this.service = PgVectorService.of(source.getRunningService(), source.getEnvironment());
		}

		@Override
		public String getJdbcUrl() {
			return this.service.jdbcUrl();
		}

		@Override
		public String getUsername() {
			return this.service.username();
		}

		@Override
		public @Nullable String getPassword() {
			return this.service.password();
		}

	}

}
