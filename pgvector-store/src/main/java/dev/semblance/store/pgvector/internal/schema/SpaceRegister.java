package dev.semblance.store.pgvector.internal.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.retrieval.store.StoreException;
import dev.semblance.store.pgvector.internal.database.Database;
import dev.semblance.store.pgvector.internal.database.Extension;
import dev.semblance.store.pgvector.internal.database.Repetition;
import dev.semblance.store.pgvector.internal.schema.SpaceDescription.Kind;
import dev.semblance.store.pgvector.internal.sql.Identifier;
import dev.semblance.store.pgvector.internal.sql.SqlFragment;
import dev.semblance.store.pgvector.internal.sql.SqlParameter;

/**
 * The record of which spaces a collection has and which of them it serves, and their
 * tables. Each change is one transaction: all of it, or nothing.
 *
 * @param database the database
 * @param extension where the types of vectors are
 * @param collection the collection
 */
public record SpaceRegister(Database database, Extension extension, CollectionName collection) {

	/**
	 * Reads the spaces.
	 * @return the spaces, those that are served first
	 * @throws StoreException if there is no such collection
	 */
	public List<RecordedSpace> all() {
		return this.database.inTransaction("reading the spaces of a collection", Repetition.ALWAYS, this::all);
	}

	/**
	 * Reads the spaces in a transaction.
	 * @param connection the transaction
	 * @return the spaces, those that are served first
	 * @throws StoreException if there is no such collection
	 */
	public List<RecordedSpace> all(Connection connection) throws SQLException {
		SchemaCatalog catalog = new SchemaCatalog(connection, this.collection.schema());
		if (!catalog.hasTables() || catalog.collection(this.collection.name(), catalog.language()).isEmpty()) {
			throw this.collection.missing();
		}
		requireAllVisible(connection);
		return catalog.spaces(this.collection.name());
	}

	/** Documents that are hidden would lack vectors, and nobody would notice. */
	private void requireAllVisible(Connection connection) throws SQLException {
		SqlFragment query = SqlFragment.of("SELECT current_user WHERE row_security_active(?::text)",
				SqlParameter.text(this.collection.qualified("document")));
		Database.query(connection, query, (rows) -> {
			if (rows.next()) {
				throw new StoreException(
						"Row-level security hides documents of collection %s from role %s.".formatted(this.collection,
								rows.getString(1)),
						"Connect as the owner of the tables, or as a role with BYPASSRLS: spaces are those of all tenants.",
						null);
			}
			return true;
		});
	}

	/**
	 * Finds the space that a collection serves.
	 * @param spaces the collection's spaces
	 * @param kind dense or sparse
	 * @return the space, if there is one
	 */
	public static Optional<RecordedSpace> served(List<RecordedSpace> spaces, Kind kind) {
		return spaces.stream().filter((space) -> space.served() && space.description().kind() == kind).findFirst();
	}

	/**
	 * Finds a space by its id.
	 * @param spaces the collection's spaces
	 * @param id the name of its table
	 * @return the space
	 * @throws StoreException if the collection has no such space
	 */
	public RecordedSpace named(List<RecordedSpace> spaces, String id) {
		return spaces.stream()
			.filter((space) -> space.table().name().equals(id))
			.findFirst()
			.orElseThrow(() -> new StoreException("Collection %s has no space '%s'.".formatted(this.collection, id),
					"Name one of %s.".formatted(spaces.stream().map((space) -> space.table().name()).toList()), null));
	}

	/**
	 * Adds a space beside those that are served, or finds it there. Its table has the
	 * partitions and the rights of the one whose place it is to take.
	 * @param wanted the space
	 * @param mayCreate whether missing tables may be made
	 * @return the space
	 * @throws InvalidInputException if it is served
	 * @throws StoreException if there is no such collection, or its table may not be made
	 */
	public RecordedSpace add(SpaceDescription wanted, boolean mayCreate) {
		RecordedSpace space = this.database
			.inTransaction("looking for a space", Repetition.ALWAYS, (connection) -> find(connection, wanted))
			.orElseGet(() -> this.database.inTransaction("adding a space", Repetition.ALWAYS,
					(connection) -> create(connection, wanted, mayCreate)));
		if (mayCreate) {
			this.database.allowing(TenantPartitions.LONGEST_MOVE)
				.inTransaction("making partitions of a space", Repetition.ALWAYS,
						(connection) -> tables(connection).makePartitions(space, all(connection)));
		}
		return space;
	}

	private Optional<RecordedSpace> find(Connection connection, SpaceDescription wanted) throws SQLException {
		List<RecordedSpace> spaces = all(connection);
		RecordedSpace served = served(spaces, wanted.kind()).orElse(null);
		if (served != null && served.description().sameAs(wanted)) {
			throw new InvalidInputException(
					"Collection %s serves vectors of %s already.".formatted(this.collection, served.description()),
					"Fill its documents in by ingesting them, or name another model.");
		}
		List<RecordedSpace> beside = spaces.stream()
			.filter((space) -> !space.served() && space.description().sameAs(wanted))
			.toList();
		Optional<RecordedSpace> found = beside.stream()
			.filter((space) -> space.description().equals(wanted))
			.findFirst()
			.or(() -> beside.stream().findFirst());
		if (found.isPresent() && found.get().description().origin().lacksSomethingOf(wanted.origin())) {
			new SchemaCatalog(connection, this.collection.schema()).complete(found.get().table(), wanted.origin());
		}
		return found;
	}

	private RecordedSpace create(Connection connection, SpaceDescription wanted, boolean mayCreate)
			throws SQLException {
		SchemaCatalog catalog = new SchemaCatalog(connection, this.collection.schema());
		catalog.lock();
		Optional<RecordedSpace> madeMeanwhile = find(connection, wanted);
		if (madeMeanwhile.isPresent()) {
			return madeMeanwhile.get();
		}
		Identifier table = wanted.table(this.collection.name());
		if (!catalog.hasTable(table)) {
			SchemaOpener.requireCreation(mayCreate, this.collection.schema(),
					"table %s for vectors of %s".formatted(table, wanted));
			LockWait.bound(connection);
			tables(connection).make(wanted, catalog.language(), catalog.spaces(this.collection.name()));
		}
		catalog.record(wanted, table);
		Database.execute(connection,
				SqlFragment.of(
						"INSERT INTO %s (collection, space) VALUES (?::text, ?::text)"
							.formatted(this.collection.qualified("collection_space")),
						name(), SqlParameter.text(table.name())));
		return new RecordedSpace(table, wanted, false, null);
	}

	private SpaceTables tables(Connection connection) {
		return new SpaceTables(connection, this.extension, this.collection);
	}

	/**
	 * Refuses to go on with a space that is gone.
	 * @param connection a transaction
	 * @param space the space
	 * @throws StoreException if the collection has it no more
	 */
	public void requireKept(Connection connection, RecordedSpace space) throws SQLException {
		SqlParameter id = SqlParameter.text(space.table().name());
		SqlFragment query = SqlFragment
			.of("SELECT FROM %s WHERE collection = ?::text AND space = ?::text UNION ALL "
				.formatted(this.collection.qualified("collection_space")), name(), id)
			.then("SELECT FROM %s WHERE name = ?::text AND ?::text IN (dense_space, sparse_space)"
				.formatted(this.collection.qualified("collection")), name(), id);
		Database.query(connection, query, (rows) -> {
			if (!rows.next()) {
				throw new StoreException(
						"Space %s (%s) of collection %s was dropped meanwhile.".formatted(space.table().name(),
								space.description().model(), this.collection),
						"Start the re-embedding anew if it is still wanted.", null);
			}
			return true;
		});
	}

	/**
	 * Serves a space instead of the one that is served. Nobody may write meanwhile.
	 * @param connection a transaction that holds the collection's lock
	 * @param space the space, which is beside
	 * @throws StoreException if tenants would be less apart in it
	 */
	public void serve(Connection connection, RecordedSpace space) throws SQLException {
		Optional<RecordedSpace> served = served(all(connection), space.description().kind());
		if (served.isPresent()) {
			new TableRights(connection, this.collection).requireAsSecure(served.get().table(), space.table());
		}
		String column = new Identifier(space.description().kind().label() + "_space").toString();
		SqlParameter id = SqlParameter.text(space.table().name());
		String beside = this.collection.qualified("collection_space");
		String collections = this.collection.qualified("collection");
		Database.execute(connection, SqlFragment
			.of("INSERT INTO %s (collection, space, served_until) SELECT name, %s, now() FROM %s WHERE name = ?::text AND %2$s IS NOT NULL"
				.formatted(beside, column, collections), name()));
		Database.execute(connection, SqlFragment
			.of("UPDATE %s SET %s = ?::text WHERE name = ?::text".formatted(collections, column), id, name()));
		Database.execute(connection, SqlFragment
			.of("DELETE FROM %s WHERE collection = ?::text AND space = ?::text".formatted(beside), name(), id));
	}

	/**
	 * Drops a space with all its vectors. Whoever searches or writes waits for a moment,
	 * but not for somebody who has been reading for long.
	 * @param id the name of its table
	 * @throws InvalidInputException if it is served
	 * @throws StoreException if there is no such space, or somebody has been reading for
	 * long
	 */
	public void drop(String id) {
		RecordedSpace space = named(all(), id);
		this.database.inTransaction("dropping space %s".formatted(id), Repetition.ALWAYS, (connection) -> {
			LockWait.bound(connection);
			new SchemaCatalog(connection, this.collection.schema()).lock();
			this.collection.lock().hold(connection);
			boolean served = all(connection).stream().anyMatch((one) -> one.served() && one.table().name().equals(id));
			if (served) {
				throw new InvalidInputException("Space %s (%s) is served by collection %s.".formatted(id,
						space.description().model(), this.collection), "Switch to another space first.");
			}
			SqlParameter table = SqlParameter.text(id);
			Database.execute(connection, SqlFragment.of("DELETE FROM %s WHERE collection = ?::text AND space = ?::text"
				.formatted(this.collection.qualified("collection_space")), name(), table));
			SchemaOpener.apply(connection, "DROP TABLE IF EXISTS " + this.collection.qualified(space.table()));
			Database.execute(connection,
					SqlFragment.of(
							"DELETE FROM %s WHERE id = ?::text".formatted(this.collection.qualified("embedding_space")),
							table));
			return true;
		});
	}

	/**
	 * Names the tables that hold a space's vectors and have their indexes.
	 * @param connection a connection
	 * @param space the space
	 * @return the table itself, or its partitions
	 */
	public List<Identifier> leaves(Connection connection, RecordedSpace space) throws SQLException {
		return new TenantPartitions(connection, this.collection.schema()).leaves(space.table());
	}

	private SqlParameter name() {
		return SqlParameter.text(this.collection.name());
	}

}
