package dev.semblance.store.pgvector.internal.index;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import dev.semblance.encoders.SemblanceException;
import dev.semblance.store.pgvector.IndexProgress;
import dev.semblance.store.pgvector.internal.database.Database;
import dev.semblance.store.pgvector.internal.sql.SqlFragment;
import dev.semblance.store.pgvector.internal.sql.SqlParameter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the server, on a connection of its own, how far the building of an index is.
 */
final class IndexProgressWatch implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(IndexProgressWatch.class);

	private static final int MILLIS_BETWEEN = 500;

	private final Database database;

	private final HnswIndex index;

	private final Consumer<IndexProgress> progress;

	private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread thread = new Thread(task, "semblance-index-progress");
		thread.setDaemon(true);
		return thread;
	});

	IndexProgressWatch(Database database, HnswIndex index, Consumer<IndexProgress> progress) {
		this.database = database;
		this.index = index;
		this.progress = progress;
	}

	void start() {
		ScheduledFuture<?> unused = this.clock.scheduleWithFixedDelay(this::look, MILLIS_BETWEEN, MILLIS_BETWEEN,
				TimeUnit.MILLISECONDS);
	}

	private void look() {
		try {
			seen().ifPresent(this.progress);
		}
		catch (SemblanceException ex) {
			logger.debug("The progress of index {} cannot be seen.", this.index.name(), ex);
		}
	}

	private Optional<IndexProgress> seen() {
		SqlFragment query = SqlFragment.of(
				"SELECT phase, CASE WHEN blocks_total > 0 THEN blocks_done::float8 / blocks_total ELSE 0 END "
						+ "FROM pg_catalog.pg_stat_progress_create_index WHERE relid = to_regclass(?::text)",
				SqlParameter.text(this.index.qualifiedTable()));
		return this.database.query("watching index " + this.index.name(), List.of(), query,
				(rows) -> rows.next()
						? Optional.of(new IndexProgress(this.index.name().name(), rows.getString(1), rows.getDouble(2)))
						: Optional.empty());
	}

	@Override
	public void close() {
		this.clock.shutdownNow();
	}

}
