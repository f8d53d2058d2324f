package dev.semblance.store.pgvector.server;

import java.util.UUID;

/**
 * A schema for one test, dropped when it is closed.
 */
public final class TestSchema implements AutoCloseable {

	private final String name = "test_" + UUID.randomUUID().toString().replace("-", "");

	/**
	 * Returns the schema's name. The schema does not exist before someone creates it.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	@Override
	public void close() {
		PgVectorServer.execute("DROP SCHEMA IF EXISTS %s CASCADE".formatted(this.name));
	}

}
