package dev.semblance.store.pgvector.internal.schema;

import dev.semblance.retrieval.store.StoreException;
import dev.semblance.store.pgvector.internal.sql.Identifier;

/**
 * Which collection is meant.
 *
 * @param schema the schema of its tables
 * @param name its name within the schema
 */
public record CollectionName(Identifier schema, String name) {

	/**
	 * Names a table of the schema.
	 * @param table the table
	 * @return the qualified name
	 */
	public String qualified(Identifier table) {
		return names().qualified(table);
	}

	/**
	 * Returns the lock of those who write its documents.
	 * @return the lock
	 */
	public CollectionLock lock() {
		return new CollectionLock(names(), this.name);
	}

	/**
	 * Returns the complaint that there is no such collection.
	 * @return the complaint
	 */
	StoreException missing() {
		return new StoreException("There is no collection %s.".formatted(this),
				"Fill it first, or name the collection and the schema that were filled.", null);
	}

	String qualified(String table) {
		return names().qualified(table);
	}

	private Tables names() {
		return new Tables(this.schema, null, null);
	}

	@Override
	public String toString() {
		return "'%s' in schema %s".formatted(this.name, this.schema);
	}

}
