package dev.semblance.store.pgvector;

import com.zaxxer.hikari.HikariDataSource;
import dev.semblance.store.pgvector.server.PgVectorServer;
import dev.semblance.store.pgvector.server.TestSchema;

/**
 * A schema of its own on the real server, and the connections to it.
 */
final class TestStore implements AutoCloseable {

	private final TestSchema schema = new TestSchema();

	private final HikariDataSource pool = PgVectorServer.pool(8);

	PgVectorStoreBuilder builder() {
		return PgVectorStore.builder().dataSource(this.pool).schema(this.schema.name());
	}

	HikariDataSource pool() {
		return this.pool;
	}

	String schema() {
		return this.schema.name();
	}

	@Override
	public void close() {
		this.pool.close();
		this.schema.close();
	}

}
