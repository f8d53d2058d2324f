package dev.semblance.store.pgvector.internal.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;

import dev.semblance.retrieval.store.StoreException;
import dev.semblance.store.pgvector.internal.database.Database;
import dev.semblance.store.pgvector.internal.sql.Identifier;
import dev.semblance.store.pgvector.internal.sql.SqlFragment;
import dev.semblance.store.pgvector.internal.sql.SqlParameter;
import org.jspecify.annotations.Nullable;

/**
 * Keeps those who write documents of a collection apart from who changes where its
 * vectors are: any number of writers share it, and one that changes something has it
 * alone. Held until the transaction ends.
 *
 * @param tables the tables that are written to
 * @param collection the collection
 */
public record CollectionLock(Tables tables, String collection) {

	private static final String KEY = "hashtextextended('semblance:' || ?::text || ':' || ?::text, 0)";

	/**
	 * Returns a statement that waits until nobody changes the collection, and keeps
	 * everybody from it.
	 * @return the statement
	 */
	public SqlFragment shared() {
		return SqlFragment.of("SELECT pg_advisory_xact_lock_shared(%s)".formatted(KEY), key());
	}

	/**
	 * Shares the lock, and looks whether the collection still serves the vectors that are
	 * about to be written.
	 * @param connection a transaction, in which nothing was done yet
	 * @throws StoreException if it serves others since the store was opened
	 */
	public void share(Connection connection) throws SQLException {
		SqlFragment served = SqlFragment.of("SELECT dense_space, sparse_space FROM %s WHERE name = ?::text"
			.formatted(this.tables.qualified("collection")), SqlParameter.text(this.collection));
		Database.query(connection, shared(), served, (rows) -> {
			if (!rows.next()) {
				throw new StoreException(
						"Collection '%s' in schema %s is gone.".formatted(this.collection, this.tables.schema()),
						"Open the store anew, which makes it.", null);
			}
			requireServed(this.tables.dense(), rows.getString(1));
			requireServed(this.tables.sparse(), rows.getString(2));
			return true;
		});
	}

	/**
	 * Waits for all who share the lock, and keeps everybody out.
	 * @param connection a transaction
	 */
	public void hold(Connection connection) throws SQLException {
		Database.execute(connection, SqlFragment.of("SELECT pg_advisory_xact_lock(%s)".formatted(KEY), key()));
	}

	private SqlParameter[] key() {
		return new SqlParameter[] { SqlParameter.text(this.tables.schema().name()),
				SqlParameter.text(this.collection) };
	}

	private void requireServed(@Nullable Identifier written, @Nullable String served) {
		if (!Objects.equals((written != null) ? written.name() : null, served)) {
			throw new StoreException(
					"Collection '%s' in schema %s was switched to other vectors, in table %s, after this store was opened for those in %s."
						.formatted(this.collection, this.tables.schema(), served, written),
					"Open the store anew for the model that is served now; this one can search until its vectors are dropped.",
					null);
		}
	}

}
