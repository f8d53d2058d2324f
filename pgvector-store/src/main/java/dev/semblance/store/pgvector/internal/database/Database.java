package dev.semblance.store.pgvector.internal.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import javax.sql.DataSource;

import dev.semblance.encoders.Deadline;
import dev.semblance.encoders.DeadlineExceededException;
import dev.semblance.store.pgvector.internal.sql.SqlFragment;
import dev.semblance.store.pgvector.internal.sql.SqlParameter;

/**
 * Runs statements on connections of a pool, each bounded in time. Settings reach the
 * server together with the statement that needs them and end with its transaction, so
 * nothing is left behind on a pooled connection, whether the pool is in this process or
 * between it and the server.
 */
public final class Database {

	/** What a server that ends a statement in time needs to say so. */
	private static final Duration GRACE = Duration.ofSeconds(1);

	/**
	 * Role, database or pool may ask for more; but whoever waits for a lock must see what
	 * was done meanwhile.
	 */
	private static final SqlFragment READ_COMMITTED = SqlFragment.of("SET TRANSACTION ISOLATION LEVEL READ COMMITTED");

	private final DataSource dataSource;

	private final Duration timeout;

	private final Retries retries;

	private final List<Setting> always;

	/**
	 * Creates a database.
	 * @param dataSource hands out connections that take part in no other transaction
	 * @param timeout longest time of one statement
	 * @param retryFor a call that has taken this long is not repeated
	 * @param always settings of every statement, by name
	 */
	public Database(DataSource dataSource, Duration timeout, Duration retryFor, List<Setting> always) {
		this(dataSource, timeout, new Retries(retryFor), List.copyOf(always));
	}

	private Database(DataSource dataSource, Duration timeout, Retries retries, List<Setting> always) {
		this.dataSource = dataSource;
		this.timeout = timeout;
		this.retries = retries;
		this.always = always;
	}

	/**
	 * Returns the same database with more time for what takes long by its nature.
	 * @param timeout longest time of one statement
	 * @return the database
	 */
	public Database allowing(Duration timeout) {
		return new Database(this.dataSource, timeout, this.retries, this.always);
	}

	/**
	 * Asks one question, in one round trip.
	 * @param work what is being done, for the message if it fails
	 * @param settings settings for this question, by name
	 * @param query the question
	 * @param reader reads the answer
	 * @param <T> the answer
	 * @return the answer
	 */
	public <T> T query(String work, List<Setting> settings, SqlFragment query, RowReader<T> reader) {
		return this.retries.call(Repetition.ALWAYS,
				() -> withinTime(work, (connection) -> query(connection, set(settings), query, reader)));
	}

	/**
	 * Does several things in one transaction, each of which sees what was committed
	 * before it, also what was while it waited.
	 * @param work what is being done, for the message if it fails
	 * @param repetition when it may be done once more after it has failed
	 * @param task the things
	 * @param <T> what they give
	 * @return what they give
	 */
	public <T> T inTransaction(String work, Repetition repetition, Task<T> task) {
		return this.retries.call(repetition, () -> withinTime(work, (connection) -> {
			connection.setAutoCommit(false);
			try {
				execute(connection, inOrder(READ_COMMITTED, set(Setting.ofTransaction(remaining()))));
				T result = task.run(connection);
				boundByDeadline(connection);
				connection.commit();
				return result;
			}
			catch (Throwable ex) {
				rollBack(connection, ex);
				throw ex;
			}
			finally {
				restoreAutoCommit(connection);
			}
		}));
	}

	/**
	 * Does something on a connection in auto-commit, without a limit of time.
	 * @param work what is being done, for the message if it fails
	 * @param task the thing
	 * @param <T> what it gives
	 * @return what it gives
	 */
	public <T> T onConnection(String work, Task<T> task) {
		try (Connection connection = connect(work)) {
			return run(connection, task);
		}
		catch (SQLException ex) {
			throw DatabaseErrors.translate(work, this.timeout, ex);
		}
	}

	private <T> T withinTime(String work, Task<T> task) {
		try (Connection connection = connect(work)) {
			Duration allowed = remaining();
			try (Watchdog watchdog = Watchdog.watch(connection, allowed.plus(GRACE))) {
				try {
					return run(connection, task);
				}
				catch (SQLException ex) {
					if (watchdog.gaveUp()) {
						throw DatabaseErrors.gaveUp(work, allowed, ex);
					}
					throw ex;
				}
			}
		}
		catch (SQLException ex) {
			throw DatabaseErrors.translate(work, this.timeout, ex);
		}
	}

	private Connection connect(String work) {
		try {
			return this.dataSource.getConnection();
		}
		catch (SQLException ex) {
			throw DatabaseErrors.notConnected(work, ex);
		}
	}

	private static <T> T run(Connection connection, Task<T> task) throws SQLException {
		if (!connection.getAutoCommit()) {
			connection.setAutoCommit(true);
		}
		return task.run(connection);
	}

	/**
	 * Runs a statement on a connection.
	 * @param connection the connection
	 * @param sql the statement
	 * @throws SQLException if it fails
	 */
	public static void execute(Connection connection, SqlFragment sql) throws SQLException {
		try (PreparedStatement statement = prepare(connection, sql)) {
			statement.execute();
		}
	}

	/**
	 * Runs a statement and asks a question after it, in one round trip.
	 * @param connection the connection
	 * @param first the statement
	 * @param query the question
	 * @param reader reads the answer
	 * @param <T> the answer
	 * @return the answer
	 * @throws SQLException if either fails
	 */
	public static <T> T query(Connection connection, SqlFragment first, SqlFragment query, RowReader<T> reader)
			throws SQLException {
		try (PreparedStatement statement = prepare(connection, inOrder(first, query))) {
			statement.execute();
			statement.getMoreResults();
			try (ResultSet rows = statement.getResultSet()) {
				return reader.read(rows);
			}
		}
	}

	/**
	 * Runs a statement and changes something after it, in one round trip.
	 * @param connection the connection
	 * @param first the statement
	 * @param change the change
	 * @return how many rows it changed
	 * @throws SQLException if either fails
	 */
	public static long update(Connection connection, SqlFragment first, SqlFragment change) throws SQLException {
		try (PreparedStatement statement = prepare(connection, inOrder(first, change))) {
			statement.execute();
			statement.getMoreResults();
			return statement.getLargeUpdateCount();
		}
	}

	private static SqlFragment inOrder(SqlFragment first, SqlFragment second) {
		return SqlFragment.join("; ", List.of(first, second));
	}

	/**
	 * Bounds the next statements of a transaction by what is left of the thread's
	 * deadline, if it has one.
	 * @param connection the connection
	 * @throws SQLException if the server refuses
	 * @throws DeadlineExceededException if nothing is left
	 */
	public void boundByDeadline(Connection connection) throws SQLException {
		if (Deadline.current().isPresent()) {
			execute(connection, set(List.of()));
		}
	}

	/**
	 * Asks a question on a connection.
	 * @param connection the connection
	 * @param query the question
	 * @param reader reads the answer
	 * @param <T> the answer
	 * @return the answer
	 * @throws SQLException if it fails
	 */
	public static <T> T query(Connection connection, SqlFragment query, RowReader<T> reader) throws SQLException {
		try (PreparedStatement statement = prepare(connection, query); ResultSet rows = statement.executeQuery()) {
			return reader.read(rows);
		}
	}

	private Duration remaining() {
		Duration remaining = Deadline.current().map(Deadline::remaining).orElse(this.timeout);
		if (remaining.isNegative() || remaining.isZero()) {
			throw new DeadlineExceededException("The deadline passed before the database was asked.",
					"Allow more time.");
		}
		return (remaining.compareTo(this.timeout) < 0) ? remaining : this.timeout;
	}

	private SqlFragment set(List<Setting> settings) {
		return Setting.all(Stream.concat(this.always.stream(), settings.stream()).toList(), remaining());
	}

	@SuppressWarnings("SqlSourceToSinkFlow") // fragments are constants, see SqlFragment
	private static PreparedStatement prepare(Connection connection, SqlFragment sql) throws SQLException {
		PreparedStatement statement = connection.prepareStatement(sql.sql());
		try {
			int index = 1;
			for (SqlParameter parameter : sql.parameters()) {
				parameter.bind(statement, index++);
			}
			return statement;
		}
		catch (SQLException | RuntimeException ex) {
			statement.close();
			throw ex;
		}
	}

	private static void rollBack(Connection connection, Throwable cause) {
		try {
			connection.rollback();
		}
		catch (SQLException ex) {
			cause.addSuppressed(ex);
		}
	}

	private static void restoreAutoCommit(Connection connection) throws SQLException {
		// A connection that was lost cannot be asked, and its pool drops it anyway.
		if (!connection.isClosed()) {
			connection.setAutoCommit(true);
		}
	}

	/**
	 * Reads rows.
	 *
	 * @param <T> what they give
	 */
	@FunctionalInterface
	public interface RowReader<T> {

		/**
		 * Reads rows.
		 * @param rows the rows, before the first
		 * @return what they give
		 * @throws SQLException if they cannot be read
		 */
		T read(ResultSet rows) throws SQLException;

	}

	/**
	 * Something to do on a connection.
	 *
	 * @param <T> what it gives
	 */
	@FunctionalInterface
	public interface Task<T> {

		/**
		 * Does it.
		 * @param connection the connection
		 * @return what it gives
		 * @throws SQLException if the server refuses
		 */
		T run(Connection connection) throws SQLException;

	}

}
