package dev.semblance.store.pgvector;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import dev.semblance.store.pgvector.server.PgVectorServer;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A database of its own on the real server, without the extension, and roles of its own.
 * All is dropped when it is closed.
 */
final class TestDatabase implements AutoCloseable {

	private static final String PASSWORD = "not-much-of-a-secret";

	private final String name = unique();

	private final List<String> roles = new ArrayList<>();

	TestDatabase() {
		PgVectorServer.execute("CREATE DATABASE %s TEMPLATE template0".formatted(this.name));
	}

	private static String unique() {
		return "test_" + UUID.randomUUID().toString().replace("-", "");
	}

	String name() {
		return this.name;
	}

	/** Returns connections of the role that may do everything. */
	PGSimpleDataSource dataSource() {
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setUrl(PgVectorServer.url());
		dataSource.setDatabaseName(this.name);
		return dataSource;
	}

	/** Returns connections of a new role that may do what everybody may. */
	PGSimpleDataSource dataSourceOfNewRole() {
		String role = unique();
		execute("CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(role, PASSWORD));
		this.roles.add(role);
		PGSimpleDataSource dataSource = dataSource();
		dataSource.setUser(role);
		dataSource.setPassword(PASSWORD);
		return dataSource;
	}

	void execute(String sql) {
		Sql.execute(dataSource(), sql);
	}

	@Override
	public void close() {
		PgVectorServer.execute("DROP DATABASE %s WITH (FORCE)".formatted(this.name));
		this.roles.forEach((role) -> PgVectorServer.execute("DROP ROLE " + role));
	}

}
