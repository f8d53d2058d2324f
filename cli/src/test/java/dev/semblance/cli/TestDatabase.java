package dev.semblance.cli;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import dev.semblance.store.pgvector.server.PgVectorServer;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A database of its own on the real server, so that whatever is left behind is seen.
 */
final class TestDatabase implements AutoCloseable {

	private final String name = "test_" + UUID.randomUUID().toString().replace("-", "");

	private final String url;

	TestDatabase() {
		this.url = PgVectorServer.url().replaceFirst("/[^/?]+(\\?|$)", "/" + this.name + "$1");
		PgVectorServer.execute("CREATE DATABASE " + this.name);
		rows("CREATE EXTENSION vector; SELECT 'done'");
	}

	String url() {
		return this.url;
	}

	/** Returns the names of the schemas that somebody made. */
	List<String> schemas() {
		return rows("SELECT nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%' AND nspname NOT IN "
				+ "('information_schema', 'public')");
	}

	void execute(String sql) {
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setUrl(this.url);
		try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException("The test's statement failed: " + sql, ex);
		}
	}

	private List<String> rows(String sql) {
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setUrl(this.url);
		List<String> names = new ArrayList<>();
		try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute(sql);
			if (statement.getResultSet() == null) {
				statement.getMoreResults();
			}
			try (ResultSet rows = statement.getResultSet()) {
				while (rows.next()) {
					names.add(rows.getString(1));
				}
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException("The test's statement failed: " + sql, ex);
		}
		return names;
	}

	@Override
	public void close() {
		PgVectorServer.execute("DROP DATABASE %s WITH (FORCE)".formatted(this.name));
	}

}
