package dev.semblance.store.pgvector.internal.index;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import dev.semblance.store.pgvector.internal.database.Database;
import dev.semblance.store.pgvector.internal.sql.SqlFragment;
import dev.semblance.store.pgvector.internal.sql.SqlParameter;

/**
 * A connection while it builds an index: with a lock that no other builder has, and with
 * settings of its own. Both belong to the session, since an index cannot be built
 * concurrently within a transaction; closing gives both back.
 */
final class IndexSession implements AutoCloseable {

	private static final List<String> SETTINGS = List.of("statement_timeout", "maintenance_work_mem",
			"max_parallel_maintenance_workers");

	private final Connection connection;

	private final HnswIndex index;

	private final List<String> before;

	private IndexSession(Connection connection, HnswIndex index, List<String> before) {
		this.connection = connection;
		this.index = index;
		this.before = before;
	}

	/**
	 * Takes the lock, and sets what building needs.
	 * @param memoryMegabytes memory that the build may take
	 * @param alone whether one process must build
	 * @return the session, none if somebody else has the lock
	 */
	static Optional<IndexSession> open(Connection connection, HnswIndex index, int memoryMegabytes, boolean alone)
			throws SQLException {
		List<String> locked = row(connection,
				SqlFragment.of("SELECT pg_try_advisory_lock(hashtextextended(?::text, 0))::text",
						SqlParameter.text(index.qualifiedName())));
		if (locked.get(0).equals("false")) {
			return Optional.empty();
		}
		List<String> before = row(connection,
				SqlFragment.of("SELECT current_setting('%s'), current_setting('%s'), current_setting('%s')"
					.formatted(SETTINGS.toArray())));
		IndexSession session = new IndexSession(connection, index, before);
		row(connection,
				SqlFragment.of("SELECT set_config('statement_timeout', '0', false), "
						+ "set_config('maintenance_work_mem', greatest(?::bigint * 1024, (SELECT setting::bigint FROM "
						+ "pg_catalog.pg_settings WHERE name = 'maintenance_work_mem'))::text, false), "
						+ "set_config('max_parallel_maintenance_workers', CASE WHEN ?::boolean THEN '0' ELSE "
						+ "current_setting('max_parallel_maintenance_workers') END, false)",
						SqlParameter.integer(memoryMegabytes), SqlParameter.text(Boolean.toString(alone))));
		return Optional.of(session);
	}

	Connection connection() {
		return this.connection;
	}

	@Override
	public void close() throws SQLException {
		if (this.connection.isClosed()) {
			return;
		}
		SqlFragment restore = SqlFragment.of(
				"SELECT pg_advisory_unlock(hashtextextended(?::text, 0))::text, set_config('%s', ?::text, false), "
					.formatted(SETTINGS.get(0))
						+ "set_config('%s', ?::text, false), set_config('%s', ?::text, false)"
							.formatted(SETTINGS.get(1), SETTINGS.get(2)),
				SqlParameter.text(this.index.qualifiedName()), SqlParameter.text(this.before.get(0)),
				SqlParameter.text(this.before.get(1)), SqlParameter.text(this.before.get(2)));
		row(this.connection, restore);
	}

	private static List<String> row(Connection connection, SqlFragment query) throws SQLException {
		return Database.query(connection, query, (rows) -> {
			rows.next();
			String[] values = new String[rows.getMetaData().getColumnCount()];
			for (int i = 0; i < values.length; i++) {
				values[i] = rows.getString(i + 1);
			}
			return List.of(values);
		});
	}

}
