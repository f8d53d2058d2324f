package dev.semblance.store.pgvector.internal.index;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import dev.semblance.store.pgvector.IndexProgress;
import dev.semblance.store.pgvector.internal.database.Database;
import dev.semblance.store.pgvector.internal.schema.OpenSchema;
import dev.semblance.store.pgvector.internal.schema.Tables;
import dev.semblance.store.pgvector.internal.sql.Identifier;
import dev.semblance.store.pgvector.internal.sql.SqlFragment;
import dev.semblance.store.pgvector.internal.sql.SqlParameter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds indexes beside running searches and ingests. One process at a time builds one;
 * what a process left half-built is removed first.
 */
public final class IndexBuilder {

	private static final Logger logger = LoggerFactory.getLogger(IndexBuilder.class);

	/** Indexes of the schema script that gather their entries. */
	private static final List<String> GATHERING = List.of("document_metadata", "document_lexemes");

	private final Database database;

	private final OpenSchema schema;

	private final List<HnswIndex> indexes;

	private final int fewestRows;

	private final int memoryMegabytes;

	/**
	 * Creates a builder.
	 * @param database the database
	 * @param schema the tables
	 * @param indexes what should be there
	 * @param fewestRows tables of fewer rows get no index
	 * @param memoryMegabytes memory that a build may take
	 */
	public IndexBuilder(Database database, OpenSchema schema, List<HnswIndex> indexes, int fewestRows,
			int memoryMegabytes) {
		this.database = database;
		this.schema = schema;
		this.indexes = List.copyOf(indexes);
		this.fewestRows = fewestRows;
		this.memoryMegabytes = memoryMegabytes;
	}

	/**
	 * Builds indexes that are missing where there are rows enough, and sorts in what the
	 * indexes of words and metadata have gathered.
	 * @param progress told now and then how far it is
	 * @return how many were built
	 */
	public int build(Consumer<IndexProgress> progress) {
		for (String gathering : GATHERING) {
			sortIn(gathering);
		}
		int built = 0;
		for (HnswIndex index : this.indexes) {
			if (needed(index)) {
				try (IndexProgressWatch watch = new IndexProgressWatch(this.database, index, progress)) {
					watch.start();
					built += build(index) ? 1 : 0;
				}
			}
		}
		return built;
	}

	private void sortIn(String index) {
		Tables tables = this.schema.tables();
		this.database
			.onConnection("sorting in entries of index " + index,
					(connection) -> Database.query(connection,
							SqlFragment.of("SELECT gin_clean_pending_list(?::text::regclass)",
									SqlParameter.text(tables.qualified(new Identifier(index)))),
							(rows) -> rows.next()));
	}

	private boolean needed(HnswIndex index) {
		SqlFragment query = SqlFragment.of(
				"SELECT (%s) IS DISTINCT FROM true AND (SELECT count(*) FROM (SELECT FROM %s ".formatted(
						HnswIndex.VALID, index.qualifiedTable()) + "LIMIT %d) rows) >= %1$d".formatted(this.fewestRows),
				SqlParameter.text(index.qualifiedName()));
		return this.database.query("looking at index " + index.name(), List.of(), query, (rows) -> {
			rows.next();
			return rows.getBoolean(1);
		});
	}

	private boolean build(HnswIndex index) {
		return this.database.onConnection("building index " + index.name(), (connection) -> {
			if (!flag(connection, "SELECT pg_try_advisory_lock(hashtextextended(?::text, 0))", index.qualifiedName())) {
				logger.info("Index {} is being built by another process.", index.name());
				return false;
			}
			try {
				set(connection);
				return buildAlone(connection, index);
			}
			finally {
				reset(connection, index);
			}
		});
	}

	private boolean buildAlone(Connection connection, HnswIndex index) throws SQLException {
		Optional<Boolean> valid = valid(connection, index);
		if (valid.orElse(false)) {
			return false;
		}
		if (valid.isPresent()) {
			logger.warn("Index {} was left half-built and is built anew.", index.name());
			Database.execute(connection, SqlFragment.of("DROP INDEX CONCURRENTLY " + index.qualifiedName()));
		}
		long start = System.nanoTime();
		Database.execute(connection, SqlFragment.of(index.creation()));
		Database.execute(connection, SqlFragment.of("ANALYZE " + index.qualifiedTable()));
		logger.info("Built index {} in {} s.", index.name(), (System.nanoTime() - start) / 1_000_000_000);
		return true;
	}

	/**
	 * Settings of the session, since an index cannot be built concurrently within a
	 * transaction.
	 */
	private void set(Connection connection) throws SQLException {
		String workers = this.schema.extension().version().hasSafeParallelBuild() ? "" : "0";
		Database.execute(connection,
				SqlFragment.of("SELECT set_config('statement_timeout', '0', false), "
						+ "set_config('maintenance_work_mem', greatest(?::bigint * 1024, (SELECT setting::bigint FROM "
						+ "pg_catalog.pg_settings WHERE name = 'maintenance_work_mem'))::text, false), "
						+ "set_config('max_parallel_maintenance_workers', coalesce(nullif(?::text, ''), "
						+ "current_setting('max_parallel_maintenance_workers')), false)",
						SqlParameter.integer(this.memoryMegabytes), SqlParameter.text(workers)));
	}

	private static void reset(Connection connection, HnswIndex index) throws SQLException {
		if (connection.isClosed()) {
			return;
		}
		Database.execute(connection,
				SqlFragment.of(
						"SELECT pg_advisory_unlock(hashtextextended(?::text, 0)); RESET statement_timeout; "
								+ "RESET maintenance_work_mem; RESET max_parallel_maintenance_workers",
						SqlParameter.text(index.qualifiedName())));
	}

	private static Optional<Boolean> valid(Connection connection, HnswIndex index) throws SQLException {
		return Database.query(connection, SqlFragment.of(HnswIndex.VALID, SqlParameter.text(index.qualifiedName())),
				(rows) -> rows.next() ? Optional.of(rows.getBoolean(1)) : Optional.empty());
	}

	private static boolean flag(Connection connection, String question, String parameter) throws SQLException {
		return Database.query(connection, SqlFragment.of(question, SqlParameter.text(parameter)), (rows) -> {
			rows.next();
			return rows.getBoolean(1);
		});
	}

}
