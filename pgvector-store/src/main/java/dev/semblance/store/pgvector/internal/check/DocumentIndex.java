package dev.semblance.store.pgvector.internal.check;

import java.util.List;
import java.util.Optional;

import dev.semblance.store.pgvector.internal.database.Database;
import dev.semblance.store.pgvector.internal.sql.SqlFragment;
import dev.semblance.store.pgvector.internal.sql.SqlParameter;

/**
 * An index of the table of documents that comes with the table.
 *
 * @param name its name
 * @param valid whether it is complete
 */
record DocumentIndex(String name, boolean valid) {

	/** An index of a part of the rows serves no search. */
	private static final String QUERY = "SELECT c.relname, i.indisvalid FROM pg_catalog.pg_index i "
			+ "JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid JOIN pg_catalog.pg_am a ON a.oid = c.relam "
			+ "WHERE i.indrelid = to_regclass(?::text) AND a.amname = ?::text AND i.indpred IS NULL AND "
			+ "(SELECT string_agg(t.attname, ', ' ORDER BY k.place) FROM unnest(i.indkey::smallint[]) WITH ORDINALITY "
			+ "k (number, place) JOIN pg_catalog.pg_attribute t ON t.attrelid = i.indrelid AND t.attnum = k.number) = ?::text "
			+ "ORDER BY i.indisvalid DESC LIMIT 1";

	/**
	 * Finds an index.
	 * @param database the database
	 * @param table the table, as it stands in a statement
	 * @param method the index's method
	 * @param columns its columns, with commas between them
	 * @return the index, if there is one
	 */
	static Optional<DocumentIndex> find(Database database, String table, String method, String columns) {
		SqlFragment query = SqlFragment.of(QUERY, SqlParameter.text(table), SqlParameter.text(method),
				SqlParameter.text(columns));
		return database.query("looking for an index of table " + table, List.of(), query, (rows) -> rows.next()
				? Optional.of(new DocumentIndex(rows.getString(1), rows.getBoolean(2))) : Optional.empty());
	}

}
