package dev.semblance.store.pgvector.internal.index;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import dev.semblance.retrieval.store.StoreException;
import dev.semblance.store.pgvector.IndexProgress;
import dev.semblance.store.pgvector.internal.database.Database;
import dev.semblance.store.pgvector.internal.schema.OpenSchema;
import dev.semblance.store.pgvector.internal.sql.Identifier;
import dev.semblance.store.pgvector.internal.sql.SqlFragment;
import dev.semblance.store.pgvector.internal.sql.SqlParameter;
import org.jspecify.annotations.Nullable;
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

	private static final String CANCELLED = "57014";

	private final Database database;

	private final OpenSchema schema;

	private final List<HnswIndex> indexes;

	private final int fewestRows;

	private final int memoryMegabytes;

	private volatile @Nullable Statement running;

	private volatile boolean cancelled;

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

	/** An index that somebody dropped, or that belongs to another role, is left alone. */
	private void sortIn(String index) {
		SqlFragment query = SqlFragment.of(
				"SELECT gin_clean_pending_list(c.oid::regclass) FROM pg_catalog.pg_class c WHERE "
						+ "c.oid = to_regclass(?::text) AND pg_has_role(c.relowner, 'USAGE')",
				SqlParameter.text(this.schema.tables().qualified(new Identifier(index))));
		try {
			this.database.query("sorting in entries of index " + index, List.of(), query, (rows) -> rows.next());
		}
		catch (StoreException ex) {
			// Vacuum does it, too.
			logger.warn("{} Searches read these entries one by one until then.", ex.getMessage());
		}
	}

	/**
	 * Tells whether no index is missing where there are rows enough.
	 * @return whether all are there
	 */
	public boolean isComplete() {
		return this.indexes.stream().allMatch((index) -> mayBuildMissing(index).isEmpty());
	}

	private boolean needed(HnswIndex index) {
		Optional<Boolean> mayBuild = mayBuildMissing(index);
		if (mayBuild.isPresent() && !mayBuild.get()) {
			logger.warn("Index {} is missing, and table {} belongs to a role that would have to build it.",
					index.name(), index.qualifiedTable());
		}
		return mayBuild.orElse(false);
	}

	/** Whether the role may build it; none if it is not missing. */
	private Optional<Boolean> mayBuildMissing(HnswIndex index) {
		SqlFragment query = SqlFragment.of(
				"SELECT pg_has_role(c.relowner, 'USAGE') FROM pg_catalog.pg_class c WHERE c.oid = to_regclass(?::text) AND "
						+ "(%s) IS DISTINCT FROM true AND (SELECT count(*) FROM (SELECT FROM %s LIMIT %d) rows) >= %3$d"
							.formatted(HnswIndex.VALID, index.qualifiedTable(), this.fewestRows),
				SqlParameter.text(index.qualifiedTable()), SqlParameter.text(index.qualifiedName()));
		return this.database.query("looking at index " + index.name(), List.of(), query,
				(rows) -> rows.next() ? Optional.of(rows.getBoolean(1)) : Optional.empty());
	}

	private boolean build(HnswIndex index) {
		boolean alone = !this.schema.extension().version().hasSafeParallelBuild();
		return this.database.onConnection("building index " + index.name(), (connection) -> {
			if (!ServerProcess.isKept(connection, this.database)) {
				throw new StoreException(
						"Index %s cannot be built through a pool that changes the server's process between "
							.formatted(index.name()) + "transactions.",
						"Build it by a store whose data source connects to the server itself.", null);
			}
			Optional<IndexSession> session = IndexSession.open(connection, index, this.memoryMegabytes, alone);
			if (session.isEmpty()) {
				logger.info("Index {} is being built by another process.", index.name());
				return false;
			}
			try (IndexSession held = session.get()) {
				return build(held.connection(), index);
			}
		});
	}

	private boolean build(Connection connection, HnswIndex index) throws SQLException {
		Optional<Boolean> valid = valid(connection, index);
		if (valid.orElse(false)) {
			return false;
		}
		if (valid.isPresent()) {
			if (isInWork(connection, index)) {
				logger.info("Index {} is being built by somebody else.", index.name());
				return false;
			}
			logger.warn("Index {} was left half-built and is built anew.", index.name());
			execute(connection, "DROP INDEX CONCURRENTLY " + index.qualifiedName());
		}
		long start = System.nanoTime();
		execute(connection, index.creation());
		execute(connection, "ANALYZE " + index.qualifiedTable());
		logger.info("Built index {} in {} s.", index.name(), (System.nanoTime() - start) / 1_000_000_000);
		return true;
	}

	private static Optional<Boolean> valid(Connection connection, HnswIndex index) throws SQLException {
		return Database.query(connection, SqlFragment.of(HnswIndex.VALID, SqlParameter.text(index.qualifiedName())),
				(rows) -> rows.next() ? Optional.of(rows.getBoolean(1)) : Optional.empty());
	}

	private static boolean isInWork(Connection connection, HnswIndex index) throws SQLException {
		return Database.query(connection, SqlFragment.of(
				"SELECT FROM pg_catalog.pg_stat_progress_create_index WHERE index_relid = " + "to_regclass(?::text)",
				SqlParameter.text(index.qualifiedName())), (rows) -> rows.next());
	}

	/**
	 * Ends what is being built, for good. What is left of it is removed by the next
	 * builder.
	 */
	public void cancel() {
		this.cancelled = true;
		Statement statement = this.running;
		if (statement != null) {
			try {
				statement.cancel();
			}
			catch (SQLException ex) {
				logger.warn("The building of an index could not be cancelled; closing waits for it.", ex);
			}
		}
	}

	private void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			this.running = statement;
			if (this.cancelled) {
				throw new SQLException("the store was closed", CANCELLED);
			}
			statement.execute(sql);
		}
		finally {
			this.running = null;
		}
	}

}
