package dev.semblance.store.pgvector.internal.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.semblance.store.pgvector.check.Finding;
import dev.semblance.store.pgvector.internal.database.Database;
import dev.semblance.store.pgvector.internal.index.HnswIndex;
import dev.semblance.store.pgvector.internal.sql.SqlFragment;
import dev.semblance.store.pgvector.internal.sql.SqlParameter;
import org.jspecify.annotations.Nullable;

/**
 * Whether the HNSW indexes that the store should have are there, and as they should be.
 *
 * @param database the database
 * @param settings the server's settings
 * @param indexes the indexes
 * @param fewestRows how many vectors a table must have for its index to be built
 */
record HnswIndexCheck(Database database, ServerSettings settings, List<HnswIndex> indexes,
		int fewestRows) implements Check {

	private static final String BUILD = "call buildIndexes(), or run: semblance store build";

	/** Options that an index was not given have the extension's defaults. */
	private static final String QUERY = "SELECT i.indisvalid, pg_relation_size(i.indexrelid), "
			+ "coalesce((SELECT option_value::integer FROM pg_options_to_table(c.reloptions) WHERE option_name = 'm'), 16), "
			+ "coalesce((SELECT option_value::integer FROM pg_options_to_table(c.reloptions) WHERE option_name = "
			+ "'ef_construction'), 64), p.phase, "
			+ "CASE WHEN p.blocks_total > 0 THEN p.blocks_done::float8 / p.blocks_total ELSE 0 END "
			+ "FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid "
			+ "LEFT JOIN pg_catalog.pg_stat_progress_create_index p ON p.datname = current_database() AND p.index_relid = "
			+ "i.indexrelid WHERE i.indexrelid = to_regclass(?::text)";

	@Override
	public String subject() {
		return "HNSW indexes";
	}

	@Override
	public List<Finding> findings() {
		List<Finding> findings = new ArrayList<>();
		for (HnswIndex index : this.indexes) {
			findings
				.addAll(state(index).map((state) -> findings(index, state)).orElseGet(() -> List.of(missing(index))));
		}
		return findings;
	}

	private Optional<State> state(HnswIndex index) {
		SqlFragment query = SqlFragment.of(QUERY, SqlParameter.text(index.qualifiedName()));
		return this.database.query("looking at index " + index.name(), List.of(), query,
				(rows) -> rows.next() ? Optional.of(new State(rows.getBoolean(1), rows.getLong(2), rows.getInt(3),
						rows.getInt(4), rows.getString(5), rows.getDouble(6))) : Optional.empty());
	}

	private static String subject(HnswIndex index) {
		return "index " + index.name().name();
	}

	private List<Finding> findings(HnswIndex index, State state) {
		if (state.phase() != null) {
			return List.of(Finding.info(subject(index),
					"It is being built: %s, %s.".formatted(state.phase(), Quantities.percent(state.done())), null));
		}
		if (!state.valid()) {
			return List.of(Finding.problem(subject(index),
					"It was left half-built: no search asks it, and every write maintains it.",
					"Unless a role whose sessions cannot be seen is building it at the moment, %s. What is there is removed first."
						.formatted(BUILD)));
		}
		return List.of(built(index, state), room(index, state.bytes()));
	}

	private static Finding built(HnswIndex index, State state) {
		String built = "m %d and ef_construction %d".formatted(state.m(), state.efConstruction());
		if (state.m() == index.settings().m() && state.efConstruction() == index.settings().efConstruction()) {
			return Finding.ok(subject(index),
					"Complete: built with %s, %s.".formatted(built, Quantities.bytes(state.bytes())));
		}
		return Finding.warning(subject(index),
				"It was built with %s, but the store is set to m %d and ef_construction %d.".formatted(built,
						index.settings().m(), index.settings().efConstruction()),
				"Set the store to what the index has, or run DROP INDEX CONCURRENTLY %s, then %s."
					.formatted(index.qualifiedName(), BUILD));
	}

	private Finding room(HnswIndex index, long bytes) {
		String subject = "size of " + subject(index);
		long buffers = this.settings.number("shared_buffers");
		if (bytes <= buffers) {
			return Finding.ok(subject,
					"%s of %s of shared_buffers.".formatted(Quantities.bytes(bytes), Quantities.bytes(buffers)));
		}
		return Finding.info(subject,
				"It takes %s, more than the %s of shared_buffers: part of each search waits for the system's cache or the disk."
					.formatted(Quantities.bytes(bytes), Quantities.bytes(buffers)),
				"Give the server more shared_buffers, keep the vectors in half precision, or index their signs.");
	}

	private Finding missing(HnswIndex index) {
		long rows = this.database.query("counting vectors", List.of(),
				SqlFragment.of("SELECT count(*) FROM (SELECT FROM %s LIMIT %d) vectors"
					.formatted(index.qualifiedTable(), this.fewestRows)),
				(counted) -> {
					counted.next();
					return counted.getLong(1);
				});
		if (rows < this.fewestRows) {
			return Finding.ok(subject(index), "Not built yet: there are %s vectors, and it is built from %s on."
				.formatted(Quantities.count(rows), Quantities.count(this.fewestRows)));
		}
		return Finding.problem(subject(index),
				"It is missing, although there are the %s vectors or more from which on it is to be built: a search compares with every vector."
					.formatted(Quantities.count(this.fewestRows)),
				"To build it, %s.".formatted(BUILD));
	}

	/**
	 * An index that is there.
	 *
	 * @param valid whether it is complete
	 * @param bytes its size
	 * @param m connections of a vector
	 * @param efConstruction candidates when a vector is added
	 * @param phase what the server does to build it; {@code null} if it does not
	 * @param done how much of that is done
	 */
	private record State(boolean valid, long bytes, int m, int efConstruction, @Nullable String phase, double done) {
	}

}
