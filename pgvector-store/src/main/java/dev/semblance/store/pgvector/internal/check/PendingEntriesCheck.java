package dev.semblance.store.pgvector.internal.check;

import java.util.ArrayList;
import java.util.List;

import dev.semblance.store.pgvector.check.Finding;
import dev.semblance.store.pgvector.internal.database.Database;
import dev.semblance.store.pgvector.internal.schema.Tables;
import dev.semblance.store.pgvector.internal.sql.SqlFragment;
import dev.semblance.store.pgvector.internal.sql.SqlParameter;

/**
 * How many entries the indexes of words and metadata have gathered without sorting them
 * in. Every search reads these one by one. Only the extension pgstattuple can tell.
 *
 * @param database the database
 * @param tables the tables
 */
record PendingEntriesCheck(Database database, Tables tables) implements Check {

	static final String SUBJECT = "gathered entries";

	/** Pages of 8 kB that are read at once; a search takes milliseconds longer. */
	private static final long MOST_PAGES = 128;

	/**
	 * The schema of the extension, quoted, if the role may ask it.
	 */
	private static final String ABLE = "SELECT quote_ident(n.nspname) FROM pg_catalog.pg_extension e "
			+ "JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace "
			+ "JOIN pg_catalog.pg_proc p ON p.pronamespace = n.oid AND p.proname = 'pgstatginindex' "
			+ "WHERE e.extname = 'pgstattuple' AND has_schema_privilege(n.oid, 'USAGE') "
			+ "AND has_function_privilege(p.oid, 'EXECUTE')";

	private static final String PENDING = "SELECT c.relname, c.oid::regclass::text, s.pending_pages, s.pending_tuples "
			+ "FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid "
			+ "JOIN pg_catalog.pg_am a ON a.oid = c.relam AND a.amname = 'gin' "
			+ "CROSS JOIN LATERAL %s.pgstatginindex(c.oid::regclass) s WHERE i.indrelid = to_regclass(?::text) ORDER BY c.relname";

	@Override
	public String subject() {
		return SUBJECT;
	}

	@Override
	public List<Finding> findings() {
		List<String> schema = this.database.query("looking for pgstattuple", List.of(), SqlFragment.of(ABLE),
				(rows) -> rows.next() ? List.of(rows.getString(1)) : List.of());
		if (schema.isEmpty()) {
			return List.of(Finding.info(SUBJECT,
					"Whether the indexes of words and metadata have entries to sort in cannot be seen.",
					"Run CREATE EXTENSION pgstattuple in this database, and grant the role pg_stat_scan_tables."));
		}
		SqlFragment query = SqlFragment.of(PENDING.formatted(schema.get(0)), SqlParameter.text(this.tables.document()));
		return this.database.query("looking for gathered entries", List.of(), query, (rows) -> {
			List<Finding> findings = new ArrayList<>();
			while (rows.next()) {
				findings.add(finding(rows.getString(1), rows.getString(2), rows.getLong(3), rows.getLong(4)));
			}
			return findings;
		});
	}

	private static Finding finding(String index, String qualified, long pages, long documents) {
		String subject = "%s of index %s".formatted(SUBJECT, index);
		String found = "%s documents in %s pages are not sorted in".formatted(Quantities.count(documents),
				Quantities.count(pages));
		return (pages <= MOST_PAGES) ? Finding.ok(subject, found + ".")
				: Finding.warning(subject, found + ", and every search reads them one by one.",
						"Run SELECT gin_clean_pending_list('%s'), or build the store's indexes, which does it too."
							.formatted(qualified));
	}

}
