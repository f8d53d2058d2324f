package dev.semblance.store.pgvector.internal.search;

import java.util.List;

import dev.semblance.store.pgvector.internal.database.Database;
import dev.semblance.store.pgvector.internal.database.Setting;
import dev.semblance.store.pgvector.internal.sql.SqlFragment;

/**
 * Asks how the server would run a statement.
 */
final class QueryPlans {

	private QueryPlans() {
	}

	/**
	 * Asks for the plan that the server would make for these values of the parameters.
	 * @param database the database
	 * @param settings what the server is set to
	 * @param statement the statement, which is not run
	 * @return the plan, as JSON
	 */
	static String of(Database database, List<Setting> settings, SqlFragment statement) {
		return database.query("planning a search", settings, SqlFragment.of("EXPLAIN (FORMAT JSON) ").then(statement),
				(rows) -> {
					rows.next();
					return rows.getString(1);
				});
	}

}
