package dev.semblance.store.pgvector.internal.schema;

import dev.semblance.store.pgvector.internal.sql.SqlFragment;
import dev.semblance.store.pgvector.internal.sql.SqlParameter;

/**
 * Whose documents a store writes and finds; of the table that all share it sees no
 * others.
 *
 * @param collection the collection
 * @param tenant the tenant, empty for nobody in particular
 */
public record DocumentOwner(String collection, String tenant) {

	/**
	 * Returns the condition that a document belongs to the owner.
	 * @return the condition, which says <code>d</code> for the document
	 */
	public SqlFragment condition() {
		return SqlFragment.of("d.collection = ?::text AND d.tenant = ?::text", SqlParameter.text(this.collection),
				SqlParameter.text(this.tenant));
	}

}
