package dev.semblance.benchmarks.protocol.pgvector;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import dev.semblance.benchmarks.protocol.Answer;

/**
 * What is done to the server between measurements, the same for every contestant.
 */
final class Server {

	private final String url;

	private final String database;

	/**
	 * Names a server.
	 * @param url JDBC URL of any database of it
	 * @param database the contestant's own database
	 */
	Server(String url, String database) {
		this.url = url;
		this.database = database;
	}

	/**
	 * Returns the URL of the contestant's own database.
	 * @return the JDBC URL
	 */
	String databaseUrl() {
		return this.url.replaceFirst("^(jdbc:postgresql://[^/]*/)[^?]*", "$1" + this.database);
	}

	void createDatabase() throws SQLException {
		try (Connection connection = DriverManager.getConnection(this.url);
				Statement statement = connection.createStatement()) {
			try (ResultSet found = statement
				.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + this.database + "'")) {
				if (found.next()) {
					return;
				}
			}
			statement.execute("CREATE DATABASE " + this.database);
		}
		try (Connection connection = DriverManager.getConnection(databaseUrl());
				Statement statement = connection.createStatement()) {
			statement.execute("CREATE EXTENSION IF NOT EXISTS vector");
		}
	}

	void dropDatabase() throws SQLException {
		try (Connection connection = DriverManager.getConnection(this.url);
				Statement statement = connection.createStatement()) {
			statement.execute("DROP DATABASE IF EXISTS " + this.database + " WITH (FORCE)");
		}
	}

	/** So that nobody's inserts pay for what was written before. */
	void checkpoint() throws SQLException {
		execute("CHECKPOINT");
	}

	/** What autovacuum does some time after a load. */
	void vacuum() throws SQLException {
		execute("VACUUM ANALYZE");
	}

	/**
	 * Describes the tables: their rows, what writing them left behind, and their sizes.
	 * The contestant's connections must be closed: the server counts late.
	 * @param answer what to add to
	 * @return the answer
	 */
	Answer describeTables(Answer answer) throws SQLException {
		try (Connection connection = DriverManager.getConnection(databaseUrl());
				Statement statement = connection.createStatement();
				ResultSet sums = statement
					.executeQuery("SELECT sum(n_tup_ins), sum(n_tup_upd), sum(n_tup_del), sum(n_dead_tup), "
							+ "sum(pg_table_size(relid)), sum(pg_indexes_size(relid)) FROM pg_stat_user_tables")) {
			sums.next();
			return answer.put("inserted_ever", sums.getLong(1))
				.put("updated_ever", sums.getLong(2))
				.put("deleted_ever", sums.getLong(3))
				.put("dead_rows", sums.getLong(4))
				.put("table_bytes", sums.getLong(5))
				.put("index_bytes", sums.getLong(6));
		}
	}

	/**
	 * Says what the server is.
	 * @return the versions of PostgreSQL and pgvector
	 */
	String version() throws SQLException {
		try (Connection connection = DriverManager.getConnection(databaseUrl());
				Statement statement = connection.createStatement();
				ResultSet version = statement.executeQuery("SELECT current_setting('server_version'), extversion "
						+ "FROM pg_extension WHERE extname = 'vector'")) {
			version.next();
			return "PostgreSQL " + version.getString(1) + ", pgvector " + version.getString(2);
		}
	}

	private void execute(String sql) throws SQLException {
		try (Connection connection = DriverManager.getConnection(databaseUrl());
				Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

}
