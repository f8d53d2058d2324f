package dev.semblance.store.pgvector.internal.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import dev.semblance.retrieval.store.StoreException;
import dev.semblance.store.pgvector.internal.database.Database;
import dev.semblance.store.pgvector.internal.sql.Identifier;
import dev.semblance.store.pgvector.internal.sql.SqlFragment;
import dev.semblance.store.pgvector.internal.sql.SqlParameter;

/**
 * Gives a table of vectors that is to take another's place the same owner, the same
 * grants and the same row-level security. Otherwise who may use the one could not use the
 * other, or tenants would see each other's vectors.
 *
 * @param connection a transaction
 * @param collection names the tables
 */
record TableRights(Connection connection, CollectionName collection) {

	private static final String GRANTS = """
			SELECT format('GRANT %%s ON %1$s TO %%s', a.privilege_type,
				CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END)
				|| CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END
			FROM pg_catalog.pg_class c CROSS JOIN aclexplode(c.relacl) a
			WHERE c.oid = to_regclass(?::text) AND a.grantee <> c.relowner""";

	private static final String POLICIES = """
			SELECT format('CREATE POLICY %%I ON %1$s AS %%s FOR %%s TO %%s', p.polname,
				CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
				CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE'
					ELSE 'ALL' END,
				(SELECT string_agg(CASE role WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(role)) END, ', ')
					FROM unnest(p.polroles) AS role))
				|| coalesce(' USING (' || pg_get_expr(p.polqual, p.polrelid) || ')', '')
				|| coalesce(' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')', '')
			FROM pg_catalog.pg_policy p WHERE p.polrelid = to_regclass(?::text)
			UNION ALL SELECT 'ALTER TABLE %1$s ENABLE ROW LEVEL SECURITY' FROM pg_catalog.pg_class
			WHERE oid = to_regclass(?::text) AND relrowsecurity
			UNION ALL SELECT 'ALTER TABLE %1$s FORCE ROW LEVEL SECURITY' FROM pg_catalog.pg_class
			WHERE oid = to_regclass(?::text) AND relforcerowsecurity""";

	private static final String OWNERS = """
			SELECT format('ALTER TABLE %s OWNER TO %I', c.oid::regclass, pg_get_userbyid(d.relowner))
			FROM pg_catalog.pg_class d CROSS JOIN pg_catalog.pg_class c
			WHERE d.oid = to_regclass(?::text) AND c.relowner <> d.relowner AND (c.oid = to_regclass(?::text)
				OR c.oid IN (SELECT inhrelid FROM pg_catalog.pg_inherits WHERE inhparent = to_regclass(?::text)))""";

	/**
	 * Refuses a role that does not have the rights of the owner of the documents' table:
	 * a changed text forgets its vectors with these.
	 */
	void requireOwner() throws SQLException {
		String documents = this.collection.qualified("document");
		SqlFragment query = SqlFragment
			.of("SELECT pg_get_userbyid(relowner), current_user FROM pg_catalog.pg_class WHERE oid = to_regclass(?::text) "
					+ "AND NOT pg_has_role(relowner, 'MEMBER')", SqlParameter.text(documents));
		Database.query(this.connection, query, (rows) -> {
			if (rows.next()) {
				throw new StoreException(
						"Table %s belongs to role %s, and role %s may not make tables beside it.".formatted(documents,
								rows.getString(1), rows.getString(2)),
						"Add the space once as the owner, or apply the script that PgVectorStoreBuilder.schemaScript() "
								+ "writes for the new model; any role that may write the tables can fill it then.",
						null);
			}
			return true;
		});
	}

	/**
	 * Tells whether the role may change a table.
	 */
	boolean isOwner(Identifier table) throws SQLException {
		return Database.query(this.connection, SqlFragment.of(
				"SELECT pg_has_role(relowner, 'USAGE') FROM pg_catalog.pg_class WHERE oid = to_regclass(?::text)",
				SqlParameter.text(this.collection.qualified(table))), (rows) -> rows.next() && rows.getBoolean(1));
	}

	/**
	 * Refuses a table without row-level security in the place of one that has it, because
	 * somebody changed one of them.
	 */
	void requireAsSecure(Identifier from, Identifier to) throws SQLException {
		String kept = this.collection.qualified(from);
		String taken = this.collection.qualified(to);
		SqlFragment query = SqlFragment.of(
				"SELECT FROM pg_catalog.pg_class a, pg_catalog.pg_class b WHERE a.oid = to_regclass(?::text) AND "
						+ "b.oid = to_regclass(?::text) AND (a.relrowsecurity AND NOT b.relrowsecurity OR "
						+ "a.relforcerowsecurity AND NOT b.relforcerowsecurity)",
				SqlParameter.text(kept), SqlParameter.text(taken));
		Database.query(this.connection, query, (rows) -> {
			if (rows.next()) {
				throw new StoreException("Table %s has row-level security, and %s, which is to take its place, has not."
					.formatted(kept, taken), "Enable it there, with the same policies.", null);
			}
			return true;
		});
	}

	/**
	 * Copies the rights.
	 * @param from the table that is there
	 * @param to the table that was made
	 */
	void copy(Identifier from, Identifier to) throws SQLException {
		String target = this.collection.qualified(to);
		SqlParameter source = SqlParameter.text(this.collection.qualified(from));
		apply(SqlFragment.of(GRANTS.formatted(target), source));
		apply(SqlFragment.of(POLICIES.formatted(target), source, source, source));
	}

	/**
	 * Makes the owner of the documents' table the owner of a table and its partitions.
	 */
	void giveToOwner(Identifier table) throws SQLException {
		SqlParameter name = SqlParameter.text(this.collection.qualified(table));
		apply(SqlFragment.of(OWNERS, SqlParameter.text(this.collection.qualified("document")), name, name));
	}

	/** The server writes the statements, since it knows how to quote what is in them. */
	private void apply(SqlFragment statements) throws SQLException {
		List<String> all = Database.query(this.connection, statements, (rows) -> {
			List<String> read = new ArrayList<>();
			while (rows.next()) {
				read.add(rows.getString(1));
			}
			return read;
		});
		for (String statement : all) {
			SchemaOpener.apply(this.connection, statement);
		}
	}

}
