package dev.semblance.store.pgvector.internal.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.retrieval.store.StoreException;
import dev.semblance.store.pgvector.internal.database.Database;
import dev.semblance.store.pgvector.internal.database.Extension;
import dev.semblance.store.pgvector.internal.database.ExtensionLookup;
import dev.semblance.store.pgvector.internal.database.Repetition;
import dev.semblance.store.pgvector.internal.schema.SchemaCatalog.RecordedCollection;
import dev.semblance.store.pgvector.internal.sql.Identifier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the tables that a store needs, or makes what is missing of them, one process at a
 * time and all or nothing.
 */
public final class SchemaOpener {

	private static final String WORK = "opening the store";

	private final Database database;

	private final Extension extension;

	private final TenantLayout layout;

	/**
	 * Creates an opener.
	 * @param database the database
	 * @param layout where the tenant's vectors lie
	 * @throws StoreException if it lacks the extension
	 */
	public SchemaOpener(Database database, TenantLayout layout) {
		this.database = database;
		this.layout = layout;
		this.extension = ExtensionLookup.in(database);
	}

	/**
	 * Opens a collection for what is to be stored.
	 * @param wanted what is to be stored
	 * @param mayCreate whether missing tables may be made
	 * @return the schema
	 * @throws StoreException if the collection was made for something else, or tables are
	 * missing that may not be made
	 */
	public OpenSchema open(StoreDescription wanted, boolean mayCreate) {
		RecordedCollection collection = inTransaction((connection) -> find(connection, wanted))
			.orElseGet(() -> inTransaction((connection) -> create(connection, wanted, mayCreate)));
		if (this.layout.own() && mayCreate) {
			this.database.allowing(TenantPartitions.LONGEST_MOVE)
				.inTransaction("moving vectors into partitions of tenant '%s'".formatted(this.layout.tenant()),
						Repetition.ALWAYS, (connection) -> separate(connection, collection));
		}
		return inTransaction((connection) -> opened(connection, collection));
	}

	/**
	 * Opens a collection for whatever it was made for.
	 * @param schema the schema
	 * @param collection the collection
	 * @return the schema
	 * @throws StoreException if there is no such collection
	 */
	public OpenSchema open(Identifier schema, String collection) {
		return inTransaction((connection) -> {
			SchemaCatalog catalog = new SchemaCatalog(connection, schema);
			Optional<RecordedCollection> recorded = catalog.hasTables()
					? catalog.collection(collection, catalog.language()) : Optional.empty();
			return opened(connection, recorded.orElseThrow(new CollectionName(schema, collection)::missing));
		});
	}

	/**
	 * Opens one space of a collection by itself.
	 * @param collection the collection
	 * @param space the space, served or beside
	 * @return the schema, with the vectors of this space only
	 */
	public OpenSchema open(CollectionName collection, RecordedSpace space) {
		boolean dense = space.description().kind() == SpaceDescription.Kind.DENSE;
		Tables tables = new Tables(collection.schema(), dense ? space.table() : null, dense ? null : space.table());
		return inTransaction((connection) -> opened(connection,
				new RecordedCollection(new StoreDescription(collection.schema(), collection.name(),
						new SchemaCatalog(connection, collection.schema()).language(),
						dense ? space.description() : null, dense ? null : space.description()), tables)));
	}

	private <T> T inTransaction(Database.Task<T> task) {
		return this.database.inTransaction(WORK, Repetition.ALWAYS, task);
	}

	private Optional<RecordedCollection> find(Connection connection, StoreDescription wanted) throws SQLException {
		SchemaCatalog catalog = new SchemaCatalog(connection, wanted.schema());
		if (!catalog.hasTables()) {
			return Optional.empty();
		}
		TextSearchLanguage language = catalog.language();
		if (!language.equals(wanted.language())) {
			throw new StoreException(
					"The documents in schema %s are in language %s, but the store is opened for %s."
						.formatted(wanted.schema(), language, wanted.language()),
					"Open it for %s, or use another schema: one holds documents of one language.".formatted(language),
					null);
		}
		Optional<RecordedCollection> recorded = catalog.collection(wanted.collection(), language);
		if (recorded.isPresent() && !recorded.get().description().sameAs(wanted)) {
			throw new StoreException(
					"Collection '%s' in schema %s was made for %s, but is opened for %s.".formatted(wanted.collection(),
							wanted.schema(), recorded.get().description(), wanted),
					"Open it as it was made, or ingest the documents into another collection.", null);
		}
		if (recorded.isPresent()) {
			Tables tables = recorded.get().tables();
			complete(catalog, tables.dense(), recorded.get().description().dense(), wanted.dense());
			complete(catalog, tables.sparse(), recorded.get().description().sparse(), wanted.sparse());
		}
		return recorded;
	}

	/** What is known from now on is held against every later model. */
	private static void complete(SchemaCatalog catalog, @Nullable Identifier table, @Nullable SpaceDescription recorded,
			@Nullable SpaceDescription wanted) throws SQLException {
		if (table != null && recorded != null && wanted != null
				&& recorded.origin().lacksSomethingOf(wanted.origin())) {
			catalog.complete(table, wanted.origin());
		}
	}

	private OpenSchema opened(Connection connection, RecordedCollection recorded) throws SQLException {
		Tables tables = recorded.tables();
		TenantPartitions partitions = new TenantPartitions(connection, tables.schema());
		boolean own = !vectorTables(tables).isEmpty();
		for (Identifier table : vectorTables(tables)) {
			own &= partitions.hasOwn(table, this.layout.tenant());
		}
		return new OpenSchema(
				this.extension, new Tables(tables.schema(), tables.dense(), tables.sparse(),
						leaf(partitions, tables.dense()), leaf(partitions, tables.sparse()), own),
				recorded.description());
	}

	private @Nullable Identifier leaf(TenantPartitions partitions, @Nullable Identifier table) throws SQLException {
		return (table != null) ? partitions.leaf(table, this.layout.tenant()) : null;
	}

	private static List<Identifier> vectorTables(Tables tables) {
		return Stream.of(tables.dense(), tables.sparse()).filter(Objects::nonNull).toList();
	}

	/**
	 * Writers wait, since a vector that is written while it is moved would be lost.
	 */
	private int separate(Connection connection, RecordedCollection collection) throws SQLException {
		Tables tables = collection.tables();
		TenantPartitions partitions = new TenantPartitions(connection, tables.schema());
		int separated = 0;
		for (Identifier table : vectorTables(tables)) {
			if (!partitions.hasOwn(table, this.layout.tenant())) {
				new CollectionLock(tables, collection.description().collection()).hold(connection);
				// Another process may have made it while this one waited.
				separated += partitions.separate(table, this.layout.tenant()) ? 1 : 0;
			}
		}
		return separated;
	}

	private RecordedCollection create(Connection connection, StoreDescription wanted, boolean mayCreate)
			throws SQLException {
		SchemaCatalog catalog = new SchemaCatalog(connection, wanted.schema());
		catalog.lock();
		Optional<RecordedCollection> madeMeanwhile = find(connection, wanted);
		if (madeMeanwhile.isPresent()) {
			return madeMeanwhile.get();
		}
		SchemaScript script = new SchemaScript(wanted.schema(), wanted.language(), this.extension,
				this.layout.partitioned());
		if (!catalog.hasTables()) {
			requireCreation(mayCreate, wanted.schema(), "the tables of the documents");
			requireConfiguration(catalog, wanted.language());
			if (!catalog.hasSchema()) {
				apply(connection, script.createSchema());
			}
			apply(connection, script.documents());
		}
		for (SpaceDescription space : wanted.spaces()) {
			Identifier table = space.table(wanted.collection());
			if (!catalog.hasTable(table)) {
				requireCreation(mayCreate, wanted.schema(), "table %s for vectors of %s".formatted(table, space));
				LockWait.bound(connection);
				apply(connection, script.space(space, wanted.collection()));
			}
			catalog.record(space, table);
		}
		Tables tables = SchemaScript.tables(wanted, this.layout.partitioned());
		catalog.record(wanted.collection(), tables);
		return new RecordedCollection(wanted, tables);
	}

	static void requireCreation(boolean mayCreate, Identifier schema, String missing) {
		if (!mayCreate) {
			throw new StoreException("Schema %s lacks %s, and the store may not create any.".formatted(schema, missing),
					"Apply the script that PgVectorStoreBuilder.schemaScript() writes, or let the store create tables.",
					null);
		}
	}

	private static void requireConfiguration(SchemaCatalog catalog, TextSearchLanguage language) throws SQLException {
		if (!catalog.hasConfiguration(language)) {
			throw new InvalidInputException("PostgreSQL knows no text search in language '%s'.".formatted(language),
					"Use one of %s.".formatted(catalog.configurations()));
		}
	}

	static void apply(Connection connection, String script) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(script);
		}
	}

}
