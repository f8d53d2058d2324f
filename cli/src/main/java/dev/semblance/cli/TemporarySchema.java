package dev.semblance.cli;

import java.sql.SQLException;
import java.util.UUID;

import dev.semblance.retrieval.store.StoreException;

/**
 * A schema of a name that nobody else uses, which is dropped with all it holds when it is
 * closed, or when the JVM ends before that. Whoever needs it creates it.
 */
final class TemporarySchema implements AutoCloseable {

	static final String PREFIX = "semblance_";

	private final PostgresServer server;

	private final String name = PREFIX + UUID.randomUUID().toString().replace("-", "");

	private final ExitAction exitAction = new ExitAction(this::drop);

	TemporarySchema(PostgresServer server) {
		this.server = server;
	}

	String name() {
		return this.name;
	}

	@Override
	public void close() {
		drop();
		this.exitAction.close();
	}

	private void drop() {
		try {
			// Something may be in work still when the JVM ends.
			this.server.execute("SET lock_timeout = '10s'; DROP SCHEMA IF EXISTS \"%s\" CASCADE".formatted(this.name));
		}
		catch (SQLException ex) {
			throw new StoreException(
					"The temporary schema %s cannot be dropped: %s.".formatted(this.name, ex.getMessage()),
					"Run DROP SCHEMA %s CASCADE yourself.".formatted(this.name), ex);
		}
	}

}
