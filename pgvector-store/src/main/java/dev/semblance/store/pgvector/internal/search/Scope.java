package dev.semblance.store.pgvector.internal.search;

import dev.semblance.store.pgvector.internal.schema.DocumentOwner;
import dev.semblance.store.pgvector.internal.schema.Tables;
import dev.semblance.store.pgvector.internal.sql.SqlFragment;
import dev.semblance.store.pgvector.internal.sql.SqlParameter;
import org.jspecify.annotations.Nullable;

/**
 * Which documents a search is about.
 *
 * @param tables the tables
 * @param owner whose documents
 * @param condition what they must meet besides; says <code>d</code> for the document
 * @param window how many of them each leg finds
 */
record Scope(Tables tables, DocumentOwner owner, @Nullable SqlFragment condition, int window) {

	/**
	 * Returns the condition on a document.
	 */
	SqlFragment documents() {
		SqlFragment own = this.owner.condition();
		return (this.condition != null) ? own.then(" AND ").then(this.condition) : own;
	}

	/**
	 * Returns the condition on a row of vectors, which lies in a table of its
	 * collection's.
	 * @param alias the row's name in the statement
	 */
	SqlFragment vectors(String alias) {
		return SqlFragment.of(alias + ".tenant = ?::text", SqlParameter.text(this.owner.tenant()));
	}

	/**
	 * Returns the condition that a row of vectors belongs to a document in scope, in a
	 * form that leaves the order of an index scan alone: looked up row by row.
	 * @param alias the row's name in the statement
	 */
	SqlFragment vectorsLookedUp(String alias) {
		if (this.condition == null) {
			return vectors(alias);
		}
		return vectors(alias).then(" AND (SELECT ")
			.then(this.condition)
			.then(" FROM %s d WHERE d.id = %s.document_id)".formatted(this.tables.document(), alias));
	}

	/**
	 * Tells whether some of the documents beside which the vectors lie are out of scope.
	 * A tenant may have few of them.
	 */
	boolean isFiltered() {
		return this.condition != null || !(this.tables.own() || this.owner.tenant().isEmpty());
	}

}
