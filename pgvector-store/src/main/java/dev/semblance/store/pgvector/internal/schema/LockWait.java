package dev.semblance.store.pgvector.internal.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

import dev.semblance.store.pgvector.internal.database.Database;
import dev.semblance.store.pgvector.internal.sql.SqlFragment;
import dev.semblance.store.pgvector.internal.sql.SqlParameter;

/**
 * How long a change of tables waits for who reads or writes them. A table that refers to
 * documents, or ceases to, needs the documents' table for itself for a moment, and
 * everybody queues behind who waits for it.
 */
final class LockWait {

	private static final Duration LONGEST = Duration.ofSeconds(3);

	private LockWait() {
	}

	/**
	 * Lets each further statement of a transaction fail that waits for longer.
	 */
	static void bound(Connection connection) throws SQLException {
		Database.execute(connection, SqlFragment.of("SELECT set_config('lock_timeout', ?::text, true)",
				SqlParameter.text(Long.toString(LONGEST.toMillis()))));
	}

}
