package dev.semblance.store.pgvector.internal.index;

import dev.semblance.store.pgvector.HnswSettings;
import dev.semblance.store.pgvector.internal.schema.Tables;
import dev.semblance.store.pgvector.internal.sql.Identifier;

/**
 * An HNSW index as it should be.
 *
 * @param tables names the schema
 * @param table the table of the vectors
 * @param kind what tells it from other indexes of the table, as the end of its name
 * @param expression what is indexed, with its operator class
 * @param settings how it is built
 */
public record HnswIndex(Tables tables, Identifier table, String kind, String expression, HnswSettings settings) {

	/** The kind of an index of the signs of vectors. */
	static final String OF_SIGNS = "hnsw_signs";

	/**
	 * Asks whether the index of a name, the parameter, is complete; no row if there is
	 * none.
	 */
	public static final String VALID = "SELECT i.indisvalid FROM pg_catalog.pg_index i WHERE i.indexrelid = "
			+ "to_regclass(?::text)";

	/**
	 * Names the index.
	 * @return its name within the schema
	 */
	public Identifier name() {
		return new Identifier(this.table.name() + "_" + this.kind);
	}

	/**
	 * Names the index as it stands in a statement.
	 * @return the qualified name
	 */
	public String qualifiedName() {
		return this.tables.qualified(name());
	}

	/**
	 * Names the table of the vectors as it stands in a statement.
	 * @return the qualified name
	 */
	public String qualifiedTable() {
		return this.tables.qualified(this.table);
	}

	/**
	 * Tells what is indexed.
	 * @return whether it is the signs of vectors only
	 */
	public boolean isOfSigns() {
		return this.kind.equals(OF_SIGNS);
	}

	/**
	 * Returns the statement that builds it, which must be run outside of a transaction.
	 * @return the statement
	 */
	public String creation() {
		return "CREATE INDEX CONCURRENTLY %s ON %s USING hnsw (%s) WITH (m = %d, ef_construction = %d)"
			.formatted(name(), qualifiedTable(), this.expression, this.settings.m(), this.settings.efConstruction());
	}

}
