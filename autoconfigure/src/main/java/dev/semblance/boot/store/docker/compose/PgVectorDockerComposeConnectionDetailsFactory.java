package dev.semblance.boot.store.docker.compose;

import dev.semblance.boot.store.PgVectorConnectionDetails;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionDetailsFactory;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;

/**
 * Connects the store to a service of the image {@code pgvector/pgvector}.
 */
final class PgVectorDockerComposeConnectionDetailsFactory
		extends DockerComposeConnectionDetailsFactory<PgVectorConnectionDetails> {

	PgVectorDockerComposeConnectionDetailsFactory() {
		super(PgVectorService.names());
	}

	@Override
	protected PgVectorConnectionDetails getDockerComposeConnectionDetails(DockerComposeConnectionSource source) {
		return new Details(source);
	}

	private static final class Details extends DockerComposeConnectionDetails implements PgVectorConnectionDetails {

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
