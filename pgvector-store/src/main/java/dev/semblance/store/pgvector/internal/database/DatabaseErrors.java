package dev.semblance.store.pgvector.internal.database;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;

import dev.semblance.encoders.Deadline;
import dev.semblance.encoders.DeadlineExceededException;
import dev.semblance.encoders.SemblanceException;
import dev.semblance.retrieval.store.StoreException;
import dev.semblance.retrieval.store.StoreUnavailableException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Failures of the server as exceptions that say what to do.
 */
final class DatabaseErrors {

	private static final String CANCELLED = "57014";

	private static final String TOO_MANY_CONNECTIONS = "53300";

	private DatabaseErrors() {
	}

	/**
	 * Translates a failure.
	 * @param work what was being done, as the end of a sentence
	 * @param timeout how long it was allowed to take
	 * @param cause the failure
	 * @return the exception to throw
	 */
	static SemblanceException translate(String work, Duration timeout, SQLException cause) {
		String state = SqlState.of(cause);
		Deadline deadline = Deadline.current().orElse(null);
		// The server counts whole milliseconds.
		if (state.equals(CANCELLED) && deadline != null && deadline.remaining().compareTo(Duration.ofMillis(1)) <= 0) {
			DeadlineExceededException exceeded = new DeadlineExceededException(
					"PostgreSQL was %s when the deadline of %s passed.".formatted(work, deadline.timeout()),
					"Allow more time, or ask for less.");
			exceeded.addSuppressed(cause);
			return exceeded;
		}
		String problem = "PostgreSQL failed %s: %s (SQLSTATE %s).".formatted(work, oneLine(message(cause)), state);
		String remedy = remedy(state, problem, timeout);
		return isUnavailable(state) ? new StoreUnavailableException(problem, remedy, cause)
				: new StoreException(problem, remedy, cause);
	}

	/**
	 * Tells what it means that there is no connection.
	 * @param work what was to be done, as the end of a sentence
	 * @param cause the failure
	 * @return the exception to throw
	 */
	static StoreException notConnected(String work, SQLException cause) {
		SQLException reason = reason(cause);
		String state = SqlState.of(reason);
		if (state.isEmpty() && cause instanceof SQLTransientConnectionException) {
			return new StoreUnavailableException(
					"No connection became free, %s: %s.".formatted(work, withoutPeriod(oneLine(cause.getMessage()))),
					"Allow the pool more connections or a longer wait, or call from fewer threads.", cause);
		}
		if (state.isEmpty()) {
			// The server never said anything, so it was the pool, each in its own words.
			return new StoreUnavailableException(
					"PostgreSQL failed %s: the data source gave no connection: %s.".formatted(work,
							withoutPeriod(oneLine(cause.getMessage()))),
					"Use the store while its data source is open, and allow that as many connections as there are callers.",
					cause);
		}
		if (isUnavailable(state) && reason != cause) {
			return new StoreUnavailableException(
					"No connection became free, %s: %s; connecting failed last: %s (SQLSTATE %s).".formatted(work,
							withoutPeriod(oneLine(cause.getMessage())), withoutPeriod(oneLine(message(reason))), state),
					"Check that the server runs and can be reached and takes as many connections as the pools have, then try again.",
					reason);
		}
		String problem = "There was no connection to PostgreSQL, %s: %s (SQLSTATE %s).".formatted(work,
				withoutPeriod(oneLine(message(reason))), state);
		if (isUnavailable(state)) {
			return new StoreUnavailableException(problem,
					state.startsWith("53") ? "Let the server take more connections, or the pools have fewer."
							: "Check that the server runs and can be reached, then try again.",
					reason);
		}
		return new StoreException(problem, remedy(state, problem, Duration.ZERO), reason);
	}

	/**
	 * Tells that the server did not answer.
	 * @param work what was being done, as the end of a sentence
	 * @param allowed how long it was allowed to take
	 * @param cause the failure
	 * @return the exception to throw
	 */
	static SemblanceException gaveUp(String work, Duration allowed, SQLException cause) {
		Deadline deadline = Deadline.current().orElse(null);
		if (deadline != null && deadline.remaining().isNegative()) {
			DeadlineExceededException exceeded = new DeadlineExceededException(
					"PostgreSQL had not answered, %s, when the deadline of %s passed.".formatted(work,
							deadline.timeout()),
					"Check the network and the server, or allow more time.");
			exceeded.addSuppressed(cause);
			return exceeded;
		}
		return new StoreUnavailableException(
				"PostgreSQL was not done %s after %s, and the connection was given up.".formatted(work, allowed),
				"Check the network and the server, write fewer documents at a time, or allow a longer timeout.", cause);
	}

	/** A pool's own exception hides why it has no connection. */
	private static SQLException reason(SQLException cause) {
		SQLException reason = cause;
		while (reason.getCause() instanceof SQLException deeper) {
			reason = deeper;
		}
		return reason;
	}

	private static boolean isUnavailable(String state) {
		return state.startsWith("08") || state.startsWith("57P") || state.equals(TOO_MANY_CONNECTIONS);
	}

	private static String remedy(String state, String problem, Duration timeout) {
		if (state.equals(CANCELLED)) {
			return "It was cancelled, or took longer than the %s that the store allows: allow more, or ask for less."
				.formatted(timeout);
		}
		if (state.equals("42501")) {
			return "Grant the role what it lacks, or, if the tables belong to another role, do not let the store create "
					+ "any.";
		}
		if (state.equals("42P01") || state.equals("3F000") || state.equals("42703")) {
			return "The store's tables are not there, or not as this version needs them: open the store anew, or apply "
					+ "its schema script.";
		}
		if (state.equals("54000") && problem.contains("tsvector")) {
			return "A text has more different words than PostgreSQL can index: cut it into smaller documents.";
		}
		if (state.startsWith("08") || state.startsWith("57P")) {
			return "The connection was lost: check that the server runs, then try again; what was not committed is not "
					+ "there, and nothing is there twice.";
		}
		if (state.startsWith("28") || state.equals("3D000")) {
			return "Check user, password and database of the data source.";
		}
		if (state.startsWith("53")) {
			return "The server is out of memory, disk or connections: free some, then try again.";
		}
		if (state.equals("55P03")) {
			return "Another transaction holds what is needed, for example a dump: try again when it has ended.";
		}
		if (state.startsWith("40")) {
			return "Another transaction stood in the way: try again.";
		}
		return "See the server's message and its log.";
	}

	/**
	 * The server's details repeat what is in a row, which is nobody's business in a log.
	 */
	private static @Nullable String message(SQLException cause) {
		ServerErrorMessage message = (cause instanceof PSQLException known) ? known.getServerErrorMessage() : null;
		return (message != null) ? message.getMessage() : cause.getMessage();
	}

	private static String oneLine(@Nullable String message) {
		return (message != null) ? message.strip().replaceAll("\\s*\\R\\s*", " ") : "no message";
	}

	private static String withoutPeriod(String message) {
		return message.replaceFirst("\\.$", "");
	}

}
