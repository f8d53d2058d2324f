package dev.semblance.store.pgvector.internal.schema;

import dev.semblance.store.pgvector.internal.sql.Identifier;
import org.jspecify.annotations.Nullable;

/**
 * Names of the tables, as they stand in a statement.
 *
 * @param schema the schema that they are in
 * @param dense the table of the dense vectors, if there are any
 * @param sparse the table of the sparse vectors, if there are any
 * @param denseLeaf the table that holds the tenant's dense vectors and has their index:
 * the table itself, or a partition of it
 * @param sparseLeaf the same of the sparse vectors
 * @param own whether the tenant has these leaves for itself
 */
public record Tables(Identifier schema, @Nullable Identifier dense, @Nullable Identifier sparse,
		@Nullable Identifier denseLeaf, @Nullable Identifier sparseLeaf, boolean own) {

	/**
	 * Names tables without partitions.
	 */
	Tables(Identifier schema, @Nullable Identifier dense, @Nullable Identifier sparse) {
		this(schema, dense, sparse, dense, sparse, false);
	}

	/**
	 * Names the table of the documents.
	 * @return the qualified name
	 */
	public String document() {
		return qualified("document");
	}

	/**
	 * Names the table of the dense vectors.
	 * @return the qualified name
	 */
	public String denseVectors() {
		return qualified(this.dense);
	}

	/**
	 * Names the table of the sparse vectors.
	 * @return the qualified name
	 */
	public String sparseVectors() {
		return qualified(this.sparse);
	}

	/**
	 * Names the primary key of a table of vectors.
	 * @param table the table
	 * @return the name of the constraint
	 */
	public static Identifier key(Identifier table) {
		return new Identifier(table.name() + "_key");
	}

	/**
	 * Names something in the schema.
	 * @param name its name
	 * @return the qualified name
	 */
	public String qualified(@Nullable Identifier name) {
		if (name == null) {
			throw new IllegalStateException("The store keeps no such vectors.");
		}
		return this.schema + "." + name;
	}

	String qualified(String name) {
		return qualified(new Identifier(name));
	}

}
