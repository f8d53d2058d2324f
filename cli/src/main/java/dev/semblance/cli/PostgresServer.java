package dev.semblance.cli;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.retrieval.store.StoreException;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The server and the database that a JDBC URL names. No complaint of it repeats the URL,
 * which may hold a password.
 */
final class PostgresServer {

	private static final String PREFIX = "jdbc:postgresql:";

	private static final String FORM = "Write it as jdbc:postgresql://HOST:PORT/DATABASE?user=U, with the password in "
			+ "the environment variable PGPASSWORD.";

	private final PGSimpleDataSource dataSource;

	private PostgresServer(PGSimpleDataSource dataSource) {
		this.dataSource = dataSource;
	}

	/**
	 * Reads a URL; nothing is connected to.
	 * @param url the URL
	 * @param environment has user and password where the URL does not
	 * @return the server
	 * @throws InvalidInputException if it is no URL of PostgreSQL
	 */
	static PostgresServer at(String url, Map<String, String> environment) {
		if (!url.startsWith(PREFIX)) {
			throw new InvalidInputException("The --store-url does not begin with %s//.".formatted(PREFIX), FORM);
		}
		if (url.replaceFirst("\\?.*", "").contains("@")) {
			// The driver would take user and password for a part of the host's name.
			throw new InvalidInputException("The --store-url has an @ before the parameters.", FORM);
		}
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		try {
			dataSource.setUrl(url);
		}
		catch (IllegalArgumentException ex) {
			// Its message is the URL.
			throw new InvalidInputException("The --store-url is no JDBC URL of PostgreSQL.", FORM);
		}
		if (dataSource.getUser() == null) {
			dataSource.setUser(environment.get("PGUSER"));
		}
		if (dataSource.getPassword() == null) {
			dataSource.setPassword(environment.get("PGPASSWORD"));
		}
		return new PostgresServer(dataSource);
	}

	/**
	 * Opens a pool of connections.
	 * @param connections most connections
	 * @return the pool, to be closed
	 * @throws StoreException if there is no connection to the server
	 */
	HikariDataSource pool(int connections) {
		try {
			// The pool's own complaint would be a stack trace.
			this.dataSource.getConnection().close();
		}
		catch (SQLException ex) {
			throw new StoreException(
					"There is no connection to PostgreSQL at %s: %s.".formatted(this, withoutPeriod(ex.getMessage())),
					"Check the --store-url, user and password, and that the server runs.", ex);
		}
		HikariConfig config = new HikariConfig();
		config.setPoolName("semblance");
		config.setDataSource(this.dataSource);
		config.setMaximumPoolSize(connections);
		return new HikariDataSource(config);
	}

	/**
	 * Runs a statement on a connection of its own.
	 * @param sql the statement
	 * @throws SQLException if it fails
	 */
	void execute(String sql) throws SQLException {
		try (Connection connection = this.dataSource.getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	@Nullable String user() {
		return this.dataSource.getUser();
	}

	@Nullable String password() {
		return this.dataSource.getPassword();
	}

	/**
	 * Names the server and the database.
	 * @return their names
	 */
	@Override
	public String toString() {
		return "%s:%d/%s".formatted(this.dataSource.getServerNames()[0], this.dataSource.getPortNumbers()[0],
				this.dataSource.getDatabaseName());
	}

	private static String withoutPeriod(@Nullable String message) {
		return String.valueOf(message).strip().replaceFirst("\\.$", "");
	}

}
