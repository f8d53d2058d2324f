package dev.semblance.store.pgvector.internal.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.retrieval.store.StoreException;
import dev.semblance.store.pgvector.internal.database.Database;
import dev.semblance.store.pgvector.internal.database.Extension;
import dev.semblance.store.pgvector.internal.database.ExtensionLookup;
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

	/**
	 * Creates an opener.
	 * @param database the database
	 * @throws StoreException if it lacks the extension
	 */
	public SchemaOpener(Database database) {
		this.database = database;
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
		return this.database.inTransaction(WORK, (connection) -> find(connection, wanted))
			.orElseGet(() -> this.database.inTransaction(WORK, (connection) -> create(connection, wanted, mayCreate)));
	}

	/**
	 * Opens a collection for whatever it was made for.
	 * @param schema the schema
	 * @param collection the collection
	 * @return the schema
	 * @throws StoreException if there is no such collection
	 */
	public OpenSchema open(Identifier schema, String collection) {
		return this.database.inTransaction(WORK, (connection) -> {
			SchemaCatalog catalog = new SchemaCatalog(connection, schema);
			Optional<RecordedCollection> recorded = catalog.hasTables()
					? catalog.collection(collection, catalog.language()) : Optional.empty();
			return recorded.map(this::open)
				.orElseThrow(() -> new StoreException(
						"There is no collection '%s' in schema %s.".formatted(collection, schema),
						"Fill it first, or name the collection and the schema that were filled.", null));
		});
	}

	private Optional<OpenSchema> find(Connection connection, StoreDescription wanted) throws SQLException {
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
		return recorded.map(this::open);
	}

	/** What is known from now on is held against every later model. */
	private static void complete(SchemaCatalog catalog, @Nullable Identifier table, @Nullable SpaceDescription recorded,
			@Nullable SpaceDescription wanted) throws SQLException {
		if (table != null && recorded != null && wanted != null
				&& recorded.origin().lacksSomethingOf(wanted.origin())) {
			catalog.complete(table, wanted.origin());
		}
	}

	private OpenSchema open(RecordedCollection recorded) {
		return new OpenSchema(this.extension, recorded.tables(), recorded.description());
	}

	private OpenSchema create(Connection connection, StoreDescription wanted, boolean mayCreate) throws SQLException {
		SchemaCatalog catalog = new SchemaCatalog(connection, wanted.schema());
		catalog.lock();
		Optional<OpenSchema> madeMeanwhile = find(connection, wanted);
		if (madeMeanwhile.isPresent()) {
			return madeMeanwhile.get();
		}
		SchemaScript script = new SchemaScript(wanted.schema(), wanted.language(), this.extension);
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
				apply(connection, script.space(space, wanted.collection()));
			}
			catalog.record(space, table);
		}
		Tables tables = SchemaScript.tables(wanted);
		catalog.record(wanted.collection(), tables);
		return new OpenSchema(this.extension, tables, wanted);
	}

	private static void requireCreation(boolean mayCreate, Identifier schema, String missing) {
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

	private static void apply(Connection connection, String script) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(script);
		}
	}

}
