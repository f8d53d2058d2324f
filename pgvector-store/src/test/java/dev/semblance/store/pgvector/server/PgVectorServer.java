package dev.semblance.store.pgvector.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL with pgvector, brought up by <code>tools/pgvector.sh</code> the first time
 * that a test of this process asks for it, and stopped at the end of the process if it
 * was not running before.
 */
public final class PgVectorServer {

	private static final int START_MINUTES = 20;

	private static final String SCRIPT = "tools/pgvector.sh";

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
			boolean ranBefore = run("url") != null;
			// A start that failed once would fail again, and take as long each time.
			String started = failed ? null : run("start");
			if (started == null) {
				failed = true;
				throw new IllegalStateException("There is no PostgreSQL with pgvector to test against, and "
						+ "tools/pgvector.sh could not bring one up: see its messages above. Set SEMBLANCE_TEST_PG_URL "
						+ "to the JDBC URL of a server that has the extension.");
			}
			if (!ranBefore) {
				Runtime.getRuntime().addShutdownHook(new Thread(() -> run("stop")));
			}
			url = started;
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
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(url());
		config.setMaximumPoolSize(size);
		config.setMinimumIdle(0);
		return new HikariDataSource(config);
	}

	/**
	 * Runs a statement.
	 * @param sql the statement
	 */
	public static void execute(String sql) {
		try (Connection connection = DriverManager.getConnection(url());
				Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException("The test's statement failed: " + sql, ex);
		}
	}

	private static @Nullable String run(String command) {
		try {
			Process process = new ProcessBuilder(script().toString(), command)
				.redirectError(
						command.equals("url") ? ProcessBuilder.Redirect.DISCARD : ProcessBuilder.Redirect.INHERIT)
				.start();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
			return (process.waitFor(START_MINUTES, TimeUnit.MINUTES) && process.exitValue() == 0) ? output : null;
		}
		catch (IOException ex) {
			throw new IllegalStateException("%s does not run.".formatted(SCRIPT), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for %s.".formatted(SCRIPT), ex);
		}
	}

	private static Path script() {
		Path folder = Path.of("").toAbsolutePath();
		while (folder != null) {
			if (Files.isExecutable(folder.resolve(SCRIPT))) {
				return folder.resolve(SCRIPT);
			}
			folder = folder.getParent();
		}
		throw new IllegalStateException("%s is in no folder above %s.".formatted(SCRIPT, Path.of("").toAbsolutePath()));
	}

}
