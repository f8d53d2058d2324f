package dev.semblance.store.pgvector.internal.check;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import dev.semblance.store.pgvector.check.CheckedTable;
import dev.semblance.store.pgvector.check.CheckedTable.Contents;
import dev.semblance.store.pgvector.internal.database.Database;
import dev.semblance.store.pgvector.internal.schema.Tables;
import dev.semblance.store.pgvector.internal.sql.SqlFragment;
import dev.semblance.store.pgvector.internal.sql.SqlParameter;

/**
 * A table as the server's statistics have it.
 *
 * @param name its name within the schema
 * @param qualifiedName its name as it stands in a statement
 * @param contents what is in it
 * @param rows its rows
 * @param deadRows rows that were changed or deleted and still take room
 * @param changedRows rows that were written since it was analyzed
 * @param analyzed whether there are statistics of its columns, or the role may not know
 * @param autovacuum whether it is vacuumed by itself, if any table is
 * @param bytes bytes on disk, without indexes
 * @param indexBytes bytes of its indexes
 */
record TableState(String name, String qualifiedName, Contents contents, long rows, long deadRows, long changedRows,
		boolean analyzed, boolean autovacuum, long bytes, long indexBytes) {

	/**
	 * A server that was not shut down has lost its counters, but not what the last vacuum
	 * or analysis counted. A role that is subject to row-level security sees no
	 * statistics of columns.
	 */
	private static final String QUERY = "SELECT c.relname, c.oid::regclass::text, "
			+ "CASE WHEN s.n_live_tup > 0 THEN s.n_live_tup ELSE greatest(c.reltuples, 0)::bigint END, "
			+ "coalesce(s.n_dead_tup, 0), coalesce(s.n_mod_since_analyze, 0), "
			+ "s.last_analyze IS NOT NULL OR s.last_autoanalyze IS NOT NULL OR row_security_active(c.oid) OR "
			+ "EXISTS (SELECT FROM pg_catalog.pg_stats t WHERE t.schemaname = n.nspname AND t.tablename = c.relname), "
			+ "NOT EXISTS (SELECT FROM pg_options_to_table(c.reloptions) o WHERE o.option_name = 'autovacuum_enabled' AND "
			+ "NOT o.option_value::boolean), coalesce(pg_table_size(c.oid), 0), coalesce(pg_indexes_size(c.oid), 0) "
			+ "FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
			+ "LEFT JOIN pg_catalog.pg_stat_user_tables s ON s.relid = c.oid WHERE c.oid = to_regclass(?::text)";

	static List<TableState> read(Database database, Tables tables) {
		List<TableState> states = new ArrayList<>(read(database, tables.document(), Contents.DOCUMENTS));
		if (tables.denseLeaf() != null) {
			states.addAll(read(database, tables.qualified(tables.denseLeaf()), Contents.DENSE_VECTORS));
		}
		if (tables.sparseLeaf() != null) {
			states.addAll(read(database, tables.qualified(tables.sparseLeaf()), Contents.SPARSE_VECTORS));
		}
		return states;
	}

	private static List<TableState> read(Database database, String table, Contents contents) {
		SqlFragment query = SqlFragment.of(QUERY, SqlParameter.text(table));
		return database.query("looking at table " + table, List.of(), query, (rows) -> {
			List<TableState> states = new ArrayList<>();
			while (rows.next()) {
				states.add(of(rows, contents));
			}
			return states;
		});
	}

	private static TableState of(ResultSet rows, Contents contents) throws SQLException {
		return new TableState(rows.getString(1), rows.getString(2), contents, rows.getLong(3), rows.getLong(4),
				rows.getLong(5), rows.getBoolean(6), rows.getBoolean(7), rows.getLong(8), rows.getLong(9));
	}

	boolean holdsVectors() {
		return this.contents != Contents.DOCUMENTS;
	}

	CheckedTable facts() {
		return new CheckedTable(this.name, this.contents, this.rows, this.deadRows, this.bytes, this.indexBytes);
	}

}
