package dev.semblance.store.pgvector;

import com.zaxxer.hikari.HikariDataSource;
import dev.semblance.store.pgvector.server.PgVectorServer;
import dev.semblance.store.pgvector.server.TestSchema;
import org.postgresql.ds.PGSimpleDataSource;

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

	/**
	 * Opens a pool of one connection. So few rows as tests have would be compared with
	 * one by one, if the server could choose.
	 */
	static HikariDataSource poolThatPrefersIndexes() {
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setUrl(PgVectorServer.url());
		dataSource.setOptions("-c enable_seqscan=off -c enable_sort=off");
		HikariDataSource pool = new HikariDataSource();
		pool.setDataSource(dataSource);
		pool.setMaximumPoolSize(1);
		return pool;
	}

	@Override
	public void close() {
		this.pool.close();
		this.schema.close();
	}

}
