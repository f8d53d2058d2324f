package dev.semblance.store.pgvector.server;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * PostgreSQL with pgvector, brought up by <code>tools/pgvector.sh</code> the first time
 * that a test of this process asks for it, and stopped at the end of the process if it
 * was not running before.
 */
public final class PgVectorServer {

	private static final ServerScript SCRIPT = new ServerScript("");

	private static @Nullable String url;

	private static boolean failed;

	private PgVectorServer() {
	}

	/**
	 * Returns the address of the server.
	 * @return a JDBC URL of a role that may do everything
	 */
	public static synchronized String url() {
		if (url == null) {
			boolean ranBefore = SCRIPT.run(ProcessBuilder.Redirect.DISCARD, "url").status() == 0;
			// A start that failed once would fail again, and take as long each time.
			ServerScript.Outcome started = failed ? null : SCRIPT.run(ProcessBuilder.Redirect.INHERIT, "start");
			if (started == null || started.status() != 0) {
				failed = true;
				throw new IllegalStateException("There is no PostgreSQL with pgvector to test against, and "
						+ "tools/pgvector.sh could not bring one up: see its messages above. Set SEMBLANCE_TEST_PG_URL "
						+ "to the JDBC URL of a server that has the extension.");
			}
			if (!ranBefore) {
				Runtime.getRuntime().addShutdownHook(new Thread(() -> SCRIPT.run("stop")));
			}
			url = started.printed();
			execute("CREATE EXTENSION IF NOT EXISTS vector");
		}
		return url;
	}

	/**
	 * Opens a pool of connections to the server.
	 * @param size most connections
	 * @return a pool that the caller must close
	 */
	public static HikariDataSource pool(int size) {
		return pool(url(), size);
	}

	/**
	 * Opens a pool of connections to any server.
	 * @param url the server's JDBC URL
	 * @param size most connections
	 * @return a pool that the caller must close
	 */
	public static HikariDataSource pool(String url, int size) {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(url);
		config.setMaximumPoolSize(size);
		config.setMinimumIdle(0);
		return new HikariDataSource(config);
	}

	/**
	 * Runs a statement.
	 * @param sql the statement
	 */
	public static void execute(String sql) {
		execute(url(), sql);
	}

	/**
	 * Makes a process of one of the server's own programs that connects to it, for the
	 * caller to start. Files lie where the server is, so give it input and output.
	 * @param command the program, such as pg_dump, and its arguments
	 * @return the process
	 */
	public static ProcessBuilder program(String... command) {
		url();
		return SCRIPT.process(Stream.concat(Stream.of("run"), Stream.of(command)).toArray(String[]::new));
	}

	static void execute(String url, String sql) {
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setUrl(url);
		execute(dataSource, sql);
	}

	static void execute(DataSource dataSource, String sql) {
		try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException("The test's statement failed: " + sql, ex);
		}
	}

}
