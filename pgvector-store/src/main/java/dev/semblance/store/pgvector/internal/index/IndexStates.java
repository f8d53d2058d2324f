package dev.semblance.store.pgvector.internal.index;

import java.util.List;

import dev.semblance.store.pgvector.IndexProgress;
import dev.semblance.store.pgvector.IndexState;
import dev.semblance.store.pgvector.internal.database.Database;
import dev.semblance.store.pgvector.internal.sql.SqlFragment;
import dev.semblance.store.pgvector.internal.sql.SqlParameter;

/**
 * Asks the server how indexes are, whoever builds them.
 *
 * @param database the database
 * @param wanted the indexes
 */
public record IndexStates(Database database, List<HnswIndex> wanted) {

	/**
	 * Copies the indexes.
	 */
	public IndexStates {
		wanted = List.copyOf(wanted);
	}

	/**
	 * Asks.
	 * @return the state of each index
	 */
	public List<IndexState> read() {
		return this.wanted.stream().map(this::read).toList();
	}

	/** A table may have several indexes, and one in work is known before it is valid. */
	private IndexState read(HnswIndex index) {
		SqlFragment query = SqlFragment
			.of("SELECT coalesce((%s), false), p.phase, ".formatted(HnswIndex.VALID),
					SqlParameter.text(index.qualifiedName()))
			.then("CASE WHEN p.blocks_total > 0 THEN p.blocks_done::float8 / p.blocks_total ELSE 0 END "
					+ "FROM (SELECT) one LEFT JOIN pg_catalog.pg_stat_progress_create_index p ON "
					+ "p.datname = current_database() AND p.index_relid = ")
			.then(SqlFragment.of("to_regclass(?::text)", SqlParameter.text(index.qualifiedName())));
		return this.database.query("looking at index " + index.name(), List.of(), query, (rows) -> {
			rows.next();
			String phase = rows.getString(2);
			return new IndexState(index.name().name(), index.table().name(), rows.getBoolean(1),
					(phase != null) ? new IndexProgress(index.name().name(), phase, rows.getDouble(3)) : null);
		});
	}

}
