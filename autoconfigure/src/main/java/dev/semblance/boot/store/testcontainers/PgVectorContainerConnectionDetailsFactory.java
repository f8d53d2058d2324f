package dev.semblance.boot.store.testcontainers;

import java.util.List;

import dev.semblance.boot.store.PgVectorConnectionDetails;
import org.testcontainers.containers.JdbcDatabaseContainer;

import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;

/**
 * Connects the store to a container of the image {@code pgvector/pgvector}, or of any
 * other whose connection is named {@code pgvector}.
 */
final class PgVectorContainerConnectionDetailsFactory
		extends ContainerConnectionDetailsFactory<JdbcDatabaseContainer<?>, PgVectorConnectionDetails> {

	PgVectorContainerConnectionDetailsFactory() {
		super(List.of("pgvector/pgvector", "pgvector"));
	}

	@Override
	protected PgVectorConnectionDetails getContainerConnectionDetails(
			ContainerConnectionSource<JdbcDatabaseContainer<?>> source) {
		return new Details(source);
	}

	/** Asks the container late: it is started when its address is. */
	private static final class Details extends ContainerConnectionDetails<JdbcDatabaseContainer<?>>
			implements PgVectorConnectionDetails {

		private Details(ContainerConnectionSource<JdbcDatabaseContainer<?>> source) {
			super(source);
		}

		@Override
		public String getJdbcUrl() {
			return getContainer().getJdbcUrl();
		}

		@Override
		public String getUsername() {
			return getContainer().getUsername();
		}

		@Override
		public String getPassword() {
			return getContainer().getPassword();
		}

	}

}
