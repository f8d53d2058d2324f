package dev.semblance.store.pgvector.internal.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.semblance.retrieval.store.StoreException;
import dev.semblance.store.pgvector.internal.database.Database;
import dev.semblance.store.pgvector.internal.sql.Identifier;
import dev.semblance.store.pgvector.internal.sql.SqlFragment;
import dev.semblance.store.pgvector.internal.sql.SqlParameter;

/**
 * Partitions of a table of vectors: one for each tenant that wants one, and the rest of
 * the tenants in one together.
 */
public final class TenantPartitions {

	/** Moving vectors takes as long as tenants have any. */
	static final Duration LONGEST_MOVE = Duration.ofDays(1);

	/**
	 * The tables, as <code>relid</code>, that hold the vectors of the table whose name
	 * the two parameters are: the table itself, or its partitions.
	 */
	public static final String LEAVES = "SELECT c.oid AS relid FROM pg_catalog.pg_class c WHERE c.relkind = 'r' AND "
			+ "(c.oid = to_regclass(?::text) OR c.oid IN (SELECT inhrelid FROM pg_catalog.pg_inherits WHERE "
			+ "inhparent = to_regclass(?::text)))";

	private final Connection connection;

	private final Tables names;

	TenantPartitions(Connection connection, Identifier schema) {
		this.connection = connection;
		this.names = new Tables(schema, null, null);
	}

	/**
	 * Names the partition of the tenants that have none of their own.
	 */
	static Identifier rest(Identifier table) {
		return new Identifier(table.name() + "_rest");
	}

	/**
	 * Names a tenant's own partition, by a digest, since a tenant may have any name.
	 */
	static Identifier own(Identifier table, String tenant) {
		String kind = table.name().substring(0, table.name().indexOf('_'));
		return DigestedName.of(kind, table.name() + ":" + tenant);
	}

	/**
	 * Finds the table that holds a tenant's vectors.
	 */
	Identifier leaf(Identifier table, String tenant) throws SQLException {
		if (!isPartitioned(table)) {
			return table;
		}
		return hasOwn(table, tenant) ? own(table, tenant) : rest(table);
	}

	boolean hasOwn(Identifier table, String tenant) throws SQLException {
		return new SchemaCatalog(this.connection, this.names.schema()).hasTable(own(table, tenant));
	}

	/**
	 * Finds the tenants that have partitions of their own with something in them.
	 */
	List<String> tenants(Identifier table) throws SQLException {
		List<String> tenants = new ArrayList<>();
		for (Identifier partition : partitions(table)) {
			if (!partition.equals(rest(table))) {
				SqlFragment query = SqlFragment
					.of("SELECT tenant FROM %s LIMIT 1".formatted(this.names.qualified(partition)));
				Database.query(this.connection, query, (rows) -> rows.next() && tenants.add(rows.getString(1)));
			}
		}
		return tenants;
	}

	private List<Identifier> partitions(Identifier table) throws SQLException {
		return Database.query(this.connection,
				SqlFragment.of(
						"SELECT c.relname FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c ON "
								+ "c.oid = i.inhrelid WHERE i.inhparent = to_regclass(?::text) ORDER BY c.relname",
						SqlParameter.text(this.names.qualified(table))),
				(rows) -> {
					List<Identifier> partitions = new ArrayList<>();
					while (rows.next()) {
						partitions.add(new Identifier(rows.getString(1)));
					}
					return partitions;
				});
	}

	/**
	 * Finds the tables that hold a table's vectors and have their indexes.
	 */
	List<Identifier> leaves(Identifier table) throws SQLException {
		return isPartitioned(table) ? partitions(table) : List.of(table);
	}

	boolean isPartitioned(Identifier table) throws SQLException {
		return Database
			.query(this.connection,
					SqlFragment.of("SELECT relkind = 'p' FROM pg_catalog.pg_class WHERE oid = to_regclass(?::text)",
							SqlParameter.text(this.names.qualified(table))),
					(rows) -> rows.next() && rows.getBoolean(1));
	}

	/**
	 * Gives a tenant a partition of its own, and moves there what it has. Whoever
	 * searches the other tenants' partition waits while the server looks whether all has
	 * moved. If somebody keeps the tables for seconds, all stays as it was.
	 * @return whether it has not had one
	 */
	boolean separate(Identifier table, String tenant) throws SQLException {
		if (!isPartitioned(table)) {
			throw new StoreException(
					"Table %s has no partitions, and none can be had for tenant '%s'.".formatted(table, tenant),
					"Ingest the documents into a collection that is made with partitionByTenant.", null);
		}
		if (hasOwn(table, tenant)) {
			return false;
		}
		String own = this.names.qualified(own(table, tenant));
		String whole = this.names.qualified(table);
		String rest = this.names.qualified(rest(table));
		execute("CREATE TABLE %s (LIKE %s INCLUDING CONSTRAINTS INCLUDING STORAGE)".formatted(own, whole));
		Database
			.execute(this.connection, SqlFragment.of(
					"WITH moved AS (DELETE FROM %s WHERE tenant = ?::text RETURNING document_id, tenant, embedding) "
						.formatted(rest) + "INSERT INTO %s SELECT * FROM moved".formatted(own),
					SqlParameter.text(tenant)));
		// The server quotes what cannot be a parameter.
		String attachment = Database.query(this.connection,
				SqlFragment.of("SELECT format('ALTER TABLE %s ATTACH PARTITION %s FOR VALUES IN (%%L)', ?::text)"
					.formatted(whole, own), SqlParameter.text(tenant)),
				(rows) -> {
					rows.next();
					return rows.getString(1);
				});
		LockWait.bound(this.connection);
		execute(attachment);
		execute("ANALYZE %s".formatted(own));
		return true;
	}

	private void execute(String sql) throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			statement.execute(sql);
		}
	}

}
