package dev.semblance.store.pgvector.internal.index;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.semblance.store.pgvector.internal.database.Database;
import dev.semblance.store.pgvector.internal.sql.Identifier;
import dev.semblance.store.pgvector.internal.sql.SqlFragment;
import dev.semblance.store.pgvector.internal.sql.SqlParameter;
import org.jspecify.annotations.Nullable;

/**
 * Knows which indexes can be asked. One that is missing is looked for again after a
 * while, since another process may build it; one that is there stays. Safe for concurrent
 * callers.
 */
public final class BuiltIndexes {

	private static final long NANOS_BETWEEN_LOOKS = 10_000_000_000L;

	private final Database database;

	private final List<HnswIndex> wanted;

	/** The moment to look again by table; none if the index is there. */
	private final Map<Identifier, Look> looks = new ConcurrentHashMap<>();

	/**
	 * Creates the knowledge of some indexes.
	 * @param database the database
	 * @param wanted the indexes, one for a table
	 */
	public BuiltIndexes(Database database, List<HnswIndex> wanted) {
		this.database = database;
		this.wanted = List.copyOf(wanted);
	}

	/**
	 * Tells whether a table's index can be asked.
	 * @param table the table
	 * @return whether it is wanted, and complete
	 */
	public boolean contains(@Nullable Identifier table) {
		return this.wanted.stream().anyMatch((index) -> index.table().equals(table) && isBuilt(index));
	}

	/**
	 * Looks again when next asked.
	 */
	public void refresh() {
		this.looks.clear();
	}

	private boolean isBuilt(HnswIndex index) {
		Look last = this.looks.get(index.table());
		if (last != null && (last.found() || System.nanoTime() - last.nanoTime() < NANOS_BETWEEN_LOOKS)) {
			return last.found();
		}
		SqlFragment query = SqlFragment.of("SELECT coalesce((%s), false)".formatted(HnswIndex.VALID),
				SqlParameter.text(index.qualifiedName()));
		boolean found = this.database.query("looking for index " + index.name(), List.of(), query, (rows) -> {
			rows.next();
			return rows.getBoolean(1);
		});
		this.looks.put(index.table(), new Look(found, System.nanoTime()));
		return found;
	}

	private record Look(boolean found, long nanoTime) {
	}

}
