package dev.semblance.store.pgvector.internal.index;

import java.sql.Connection;
import java.sql.SQLException;

import dev.semblance.store.pgvector.internal.database.Database;
import dev.semblance.store.pgvector.internal.sql.SqlFragment;
import org.postgresql.PGConnection;

/**
 * The process of the server that a connection talks to. A pool between the two may give
 * the connection another one for every transaction.
 */
final class ServerProcess {

	private ServerProcess() {
	}

	/**
	 * Tells whether a connection keeps its process between transactions, as far as that
	 * can be told. Somebody else's transaction would take the process that was just left,
	 * so one is begun, on another connection, if there is a pool between.
	 * @param connection the connection, in no transaction
	 * @param database gives the other connection
	 * @return whether it keeps its process
	 */
	static boolean isKept(Connection connection, Database database) throws SQLException {
		int process = of(connection);
		// A pool tells the driver a number of its own.
		if (process == connection.unwrap(PGConnection.class).getBackendPID()) {
			return true;
		}
		return database.onConnection("looking for a pool between the store and the server", (other) -> {
			other.setAutoCommit(false);
			try {
				return of(other) != process && of(connection) == process;
			}
			finally {
				other.rollback();
				other.setAutoCommit(true);
			}
		});
	}

	private static int of(Connection connection) throws SQLException {
		return Database.query(connection, SqlFragment.of("SELECT pg_backend_pid()"), (rows) -> {
			rows.next();
			return rows.getInt(1);
		});
	}

}
