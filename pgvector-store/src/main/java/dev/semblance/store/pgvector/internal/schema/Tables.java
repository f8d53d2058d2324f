package dev.semblance.store.pgvector.internal.schema;

import dev.semblance.store.pgvector.internal.sql.Identifier;
import org.jspecify.annotations.Nullable;

/**
 * Names of the tables, as they stand in a statement.
 *
 * @param schema the schema that they are in
 * @param dense the table of the dense vectors, if there are any
 * @param sparse the table of the sparse vectors, if there are any
 */
public record Tables(Identifier schema, @Nullable Identifier dense, @Nullable Identifier sparse) {

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
