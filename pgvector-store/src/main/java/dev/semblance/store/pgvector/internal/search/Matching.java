package dev.semblance.store.pgvector.internal.search;

import java.util.List;

import dev.semblance.store.pgvector.internal.sql.SqlFragment;

/**
 * Common table expressions that tell how many documents a filter leaves: the documents
 * themselves, up to one more than are few.
 */
final class Matching {

	/** Whether they are few. */
	static final String FEW = "(SELECT yes FROM few)";

	private Matching() {
	}

	static List<SqlFragment> of(Scope scope, int few) {
		return List.of(
				SqlFragment
					.of("matching AS MATERIALIZED (SELECT d.id FROM %s d WHERE ".formatted(scope.tables().document()))
					.then(scope.documents())
					.then(" LIMIT %d)".formatted(few + 1L)),
				SqlFragment.of("few AS MATERIALIZED (SELECT count(*) <= %d AS yes FROM matching)".formatted(few)));
	}

}
