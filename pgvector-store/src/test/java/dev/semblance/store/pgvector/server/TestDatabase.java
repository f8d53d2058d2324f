package dev.semblance.store.pgvector.server;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.postgresql.ds.PGSimpleDataSource;

/**
 * A database of its own on the real server, without the extension, and roles of its own.
 * All is dropped when it is closed.
 */
public final class TestDatabase implements AutoCloseable {

	private static final String PASSWORD = "not-much-of-a-secret";

	private final String name = unique();

	private final List<String> roles = new ArrayList<>();

	/**
	 * Creates the database.
	 */
	public TestDatabase() {
		PgVectorServer.execute("CREATE DATABASE %s TEMPLATE template0".formatted(this.name));
	}

	/**
	 * Creates a database that has the extension.
	 * @return the database
	 */
	public static TestDatabase withExtension() {
		TestDatabase database = new TestDatabase();
		database.execute("CREATE EXTENSION vector");
		return database;
	}

	private static String unique() {
		return "test_" + UUID.randomUUID().toString().replace("-", "");
	}

	/**
	 * Returns the database's name.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Returns the database's address.
	 * @return a JDBC URL of the role that may do everything
	 */
	public String url() {
		return PgVectorServer.url().replaceFirst("/[^/?]+(\\?|$)", "/" + this.name + "$1");
	}

	/**
	 * Returns the schemas that somebody made.
	 * @return their names
	 */
	public List<String> schemas() {
		try (Connection connection = dataSource().getConnection();
				Statement statement = connection.createStatement();
				ResultSet rows = statement
					.executeQuery("SELECT nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%' AND nspname NOT IN "
							+ "('information_schema', 'public')")) {
			List<String> names = new ArrayList<>();
			while (rows.next()) {
				names.add(rows.getString(1));
			}
			return names;
		}
		catch (SQLException ex) {
			throw new IllegalStateException("The schemas of database %s cannot be read.".formatted(this.name), ex);
		}
	}

	/**
	 * Returns connections of the role that may do everything.
	 * @return what opens them
	 */
	public PGSimpleDataSource dataSource() {
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setUrl(PgVectorServer.url());
		dataSource.setDatabaseName(this.name);
		return dataSource;
	}

	/**
	 * Returns connections of a new role that may do what everybody may.
	 * @return what opens them
	 */
	public PGSimpleDataSource dataSourceOfNewRole() {
		String role = unique();
		execute("CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(role, PASSWORD));
		this.roles.add(role);
		PGSimpleDataSource dataSource = dataSource();
		dataSource.setUser(role);
		dataSource.setPassword(PASSWORD);
		return dataSource;
	}

	/**
	 * Runs a statement in the database.
	 * @param sql the statement
	 */
	public void execute(String sql) {
		PgVectorServer.execute(dataSource(), sql);
	}

	@Override
	public void close() {
		PgVectorServer.execute("DROP DATABASE %s WITH (FORCE)".formatted(this.name));
		this.roles.forEach((role) -> PgVectorServer.execute("DROP ROLE " + role));
	}

}
