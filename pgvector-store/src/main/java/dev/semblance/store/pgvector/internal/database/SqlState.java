package dev.semblance.store.pgvector.internal.database;

import java.sql.SQLException;

import dev.semblance.retrieval.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * What the server calls a failure, by the codes of the SQL standard and its own.
 */
public final class SqlState {

	/** A value that must be unique is there already. */
	public static final String UNIQUE_VIOLATION = "23505";

	/** There is no such table. */
	public static final String UNDEFINED_TABLE = "42P01";

	/** Something exceeds a limit of the server. */
	public static final String LIMIT_EXCEEDED = "54000";

	private SqlState() {
	}

	/**
	 * Tells what a failure of the store is to the server.
	 * @param failure the failure
	 * @return the code, empty if the server said nothing
	 */
	public static String of(StoreException failure) {
		return (failure.getCause() instanceof SQLException cause) ? of(cause) : "";
	}

	static String of(SQLException failure) {
		@Nullable String state = failure.getSQLState();
		return (state != null) ? state : "";
	}

}
