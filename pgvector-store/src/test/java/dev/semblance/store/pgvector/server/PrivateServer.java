package dev.semblance.store.pgvector.server;

import java.util.UUID;
import java.util.stream.Stream;

import com.zaxxer.hikari.HikariDataSource;

/**
 * A PostgreSQL server with pgvector that nobody else uses, so that a test can kill it,
 * fill it up, or put something before it. Stopped when it is closed, with its data. A
 * test that wants something that this machine cannot give it is skipped.
 */
public final class PrivateServer implements AutoCloseable {

	private final ServerScript script = new ServerScript("test" + UUID.randomUUID().toString().substring(0, 8));

	private final Thread hook = new Thread(() -> this.script.run("stop"));

	private final String url;

	/**
	 * Brings a server up.
	 */
	public PrivateServer() {
		// A test that is ended leaves no server behind.
		Runtime.getRuntime().addShutdownHook(this.hook);
		this.url = this.script.run("start");
		execute("CREATE EXTENSION vector");
	}

	/**
	 * Returns the address of the server, which stays the same when it is killed and
	 * started.
	 * @return a JDBC URL of a role that may do everything
	 */
	public String url() {
		return this.url;
	}

	/**
	 * Opens a pool of connections to the server.
	 * @param size most connections
	 * @return a pool that the caller must close
	 */
	public HikariDataSource pool(int size) {
		return PgVectorServer.pool(this.url, size);
	}

	/**
	 * Runs a statement.
	 * @param sql the statement
	 */
	public void execute(String sql) {
		PgVectorServer.execute(this.url, sql);
	}

	/**
	 * Makes a process of one of the server's own programs that connects to it, for the
	 * caller to start.
	 * @param command the program, such as pg_dump, and its arguments
	 * @return the process
	 * @see PgVectorServer#program
	 */
	public ProcessBuilder program(String... command) {
		return this.script.process(Stream.concat(Stream.of("run"), Stream.of(command)).toArray(String[]::new));
	}

	/**
	 * Kills all processes of the server.
	 */
	public void kill() {
		this.script.run("kill");
	}

	/**
	 * Starts the server after it was killed, and returns when it has recovered.
	 */
	public void start() {
		this.script.run("start");
	}

	/**
	 * Brings up a streaming replica, unless there is one.
	 * @return the replica's JDBC URL
	 */
	public String replica() {
		return this.script.run("replica");
	}

	/**
	 * Brings up pgbouncer in transaction mode, with four connections to the server for
	 * each database, unless it runs.
	 * @return its JDBC URL, which has <code>prepareThreshold=0</code> if it does not know
	 * prepared statements
	 */
	public String bouncer() {
		return this.script.run("bouncer");
	}

	/**
	 * Creates a tablespace on a disk of its own.
	 * @param name the tablespace
	 * @param megabytes how large the disk is
	 */
	public void tablespace(String name, int megabytes) {
		this.script.run("tablespace", name, String.valueOf(megabytes));
	}

	@Override
	public void close() {
		this.script.run("stop");
		Runtime.getRuntime().removeShutdownHook(this.hook);
	}

}
