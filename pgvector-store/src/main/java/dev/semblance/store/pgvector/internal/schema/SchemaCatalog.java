package dev.semblance.store.pgvector.internal.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.retrieval.store.StoreException;
import dev.semblance.store.pgvector.internal.database.Database;
import dev.semblance.store.pgvector.internal.sql.Identifier;
import dev.semblance.store.pgvector.internal.sql.SqlFragment;
import dev.semblance.store.pgvector.internal.sql.SqlParameter;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads and writes what the tables say about themselves.
 */
final class SchemaCatalog {

	private static final JsonMapper JSON = new JsonMapper();

	private static final String SPACE_COLUMNS = "%1$s.id, %1$s.model, %1$s.revision, %1$s.sha256, %1$s.dimensions, "
			+ "%1$s.similarity, %1$s.pooling, %1$s.prompts::text, %1$s.precision";

	private static final int SPACE_COLUMN_COUNT = 9;

	private final Connection connection;

	private final Identifier schema;

	private final Tables names;

	SchemaCatalog(Connection connection, Identifier schema) {
		this.connection = connection;
		this.schema = schema;
		this.names = new Tables(schema, null, null);
	}

	boolean hasSchema() throws SQLException {
		return exists("SELECT count(*) FROM pg_catalog.pg_namespace WHERE nspname = ?::text",
				SqlParameter.text(this.schema.name()));
	}

	boolean hasTables() throws SQLException {
		return hasTable(new Identifier("schema_version"));
	}

	/**
	 * Asks the catalogue's tables. A function such as <code>to_regclass</code> answers
	 * from what the connection knew when the transaction began, without what another
	 * process has made while this one waited for the lock.
	 */
	boolean hasTable(Identifier table) throws SQLException {
		return exists(
				"SELECT count(*) FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
						+ "WHERE n.nspname = ?::text AND c.relname = ?::text",
				SqlParameter.text(this.schema.name()), SqlParameter.text(table.name()));
	}

	boolean hasConfiguration(TextSearchLanguage language) throws SQLException {
		return exists("SELECT count(*) FROM pg_catalog.pg_ts_config WHERE cfgname = ?::text AND cfgnamespace = "
				+ "'pg_catalog'::regnamespace", SqlParameter.text(language.name()));
	}

	String configurations() throws SQLException {
		return Database.query(this.connection,
				SqlFragment.of("SELECT string_agg(cfgname, ', ' ORDER BY cfgname) FROM pg_catalog.pg_ts_config "
						+ "WHERE cfgnamespace = 'pg_catalog'::regnamespace"),
				(rows) -> {
					rows.next();
					return rows.getString(1);
				});
	}

	/**
	 * Waits until nobody else changes this schema, until the transaction ends.
	 */
	void lock() throws SQLException {
		Database.execute(this.connection,
				SqlFragment.of("SELECT pg_advisory_xact_lock(hashtextextended('semblance:' || ?::text, 0))",
						SqlParameter.text(this.schema.name())));
	}

	TextSearchLanguage language() throws SQLException {
		return Database.query(this.connection,
				SqlFragment.of("SELECT version, language FROM %s ORDER BY version DESC LIMIT 1"
					.formatted(this.names.qualified("schema_version"))),
				(rows) -> {
					int version = rows.next() ? rows.getInt(1) : 0;
					if (version != SchemaScript.VERSION) {
						throw new StoreException(
								"Schema %s has version %d, this version of Semblance reads %d.".formatted(this.schema,
										version, SchemaScript.VERSION),
								"Use the version of Semblance that made it, or another schema.", null);
					}
					return new TextSearchLanguage(rows.getString(2));
				});
	}

	/**
	 * Reads what a collection was made for.
	 * @return the recorded description and tables, if there is such a collection
	 */
	Optional<RecordedCollection> collection(String name, TextSearchLanguage language) throws SQLException {
		String space = this.names.qualified("embedding_space");
		String sql = "SELECT %s, %s FROM %s c LEFT JOIN %s d ON d.id = c.dense_space LEFT JOIN %s s ON s.id = "
			.formatted(SPACE_COLUMNS.formatted("d"), SPACE_COLUMNS.formatted("s"), this.names.qualified("collection"),
					space, space)
				+ "c.sparse_space WHERE c.name = ?::text";
		return Database.query(this.connection, SqlFragment.of(sql, SqlParameter.text(name)), (rows) -> {
			if (!rows.next()) {
				return Optional.empty();
			}
			Tables tables = new Tables(this.schema, table(rows, 1), table(rows, 1 + SPACE_COLUMN_COUNT));
			SpaceDescription dense = space(SpaceDescription.Kind.DENSE, rows, 1);
			SpaceDescription sparse = space(SpaceDescription.Kind.SPARSE, rows, 1 + SPACE_COLUMN_COUNT);
			return Optional
				.of(new RecordedCollection(new StoreDescription(this.schema, name, language, dense, sparse), tables));
		});
	}

	/**
	 * Reads which spaces a collection has, those that it serves first.
	 */
	List<RecordedSpace> spaces(String collection) throws SQLException {
		String sql = "SELECT %s, s.kind, c.name IS NOT NULL, b.served_until FROM %s s "
			.formatted(SPACE_COLUMNS.formatted("s"), this.names.qualified("embedding_space"))
				+ "LEFT JOIN %s c ON c.name = ?::text AND s.id IN (c.dense_space, c.sparse_space) "
					.formatted(this.names.qualified("collection"))
				+ "LEFT JOIN %s b ON b.collection = ?::text AND b.space = s.id "
					.formatted(this.names.qualified("collection_space"))
				+ "WHERE c.name IS NOT NULL OR b.space IS NOT NULL ORDER BY 11 DESC, s.kind, b.added_at, s.id";
		return Database.query(this.connection,
				SqlFragment.of(sql, SqlParameter.text(collection), SqlParameter.text(collection)), (rows) -> {
					List<RecordedSpace> spaces = new ArrayList<>();
					while (rows.next()) {
						spaces.add(space(rows));
					}
					return spaces;
				});
	}

	private static RecordedSpace space(ResultSet rows) throws SQLException {
		SpaceDescription.Kind kind = SpaceDescription.Kind.labelled(rows.getString(SPACE_COLUMN_COUNT + 1));
		SpaceDescription description = space(kind, rows, 1);
		if (description == null) {
			throw new IllegalStateException("A space without an id cannot be recorded.");
		}
		OffsetDateTime servedUntil = rows.getObject(SPACE_COLUMN_COUNT + 3, OffsetDateTime.class);
		return new RecordedSpace(new Identifier(rows.getString(1)), description,
				rows.getBoolean(SPACE_COLUMN_COUNT + 2), (servedUntil != null) ? servedUntil.toInstant() : null);
	}

	void record(SpaceDescription space, Identifier table) throws SQLException {
		ModelOrigin origin = space.origin();
		Database.execute(this.connection, SqlFragment
			.of("INSERT INTO %s (id, kind, model, revision, sha256, dimensions, similarity, pooling, prompts, precision) "
				.formatted(this.names.qualified("embedding_space"))
					+ "VALUES (?::text, ?::text, ?::text, ?::text, ?::text, ?::integer, ?::text, ?::text, ?::jsonb, "
					+ "?::text) ON CONFLICT (id) DO NOTHING", SqlParameter.text(table.name()),
					SqlParameter.text(space.kind().label()), SqlParameter.text(space.model()),
					SqlParameter.text(origin.revision()), SqlParameter.text(origin.sha256()),
					SqlParameter.integer(space.dimensions()), SqlParameter.text(space.similarity().modelName()),
					SqlParameter.text(origin.pooling()), SqlParameter.text(json(origin)),
					SqlParameter.text(space.precision().label())));
	}

	/**
	 * Adds to a space what was not known of its model when it was recorded. A role that
	 * may not leaves it as it is.
	 */
	void complete(Identifier space, ModelOrigin origin) throws SQLException {
		String table = this.names.qualified("embedding_space");
		boolean allowed = Database.query(this.connection,
				SqlFragment.of("SELECT has_table_privilege(?::text, 'UPDATE')", SqlParameter.text(table)), (rows) -> {
					rows.next();
					return rows.getBoolean(1);
				});
		if (allowed) {
			Database.execute(this.connection, SqlFragment
				.of("UPDATE %s SET revision = coalesce(revision, ?::text), sha256 = coalesce(sha256, ?::text), "
					.formatted(table)
						+ "pooling = coalesce(pooling, ?::text), prompts = coalesce(prompts, ?::jsonb) WHERE id = ?::text",
						SqlParameter.text(origin.revision()), SqlParameter.text(origin.sha256()),
						SqlParameter.text(origin.pooling()), SqlParameter.text(json(origin)),
						SqlParameter.text(space.name())));
		}
	}

	private static @Nullable String json(ModelOrigin origin) {
		return (origin.prompts() != null) ? JSON.writeValueAsString(origin.prompts()) : null;
	}

	void record(String collection, Tables tables) throws SQLException {
		Database.execute(this.connection,
				SqlFragment.of(
						"INSERT INTO %s (name, dense_space, sparse_space) VALUES (?::text, ?::text, ?::text)"
							.formatted(this.names.qualified("collection")),
						SqlParameter.text(collection), SqlParameter.text(name(tables.dense())),
						SqlParameter.text(name(tables.sparse()))));
	}

	private static @Nullable String name(@Nullable Identifier table) {
		return (table != null) ? table.name() : null;
	}

	private static @Nullable Identifier table(ResultSet rows, int first) throws SQLException {
		String id = rows.getString(first);
		return (id != null) ? new Identifier(id) : null;
	}

	private static @Nullable SpaceDescription space(SpaceDescription.Kind kind, ResultSet rows, int first)
			throws SQLException {
		if (rows.getString(first) == null) {
			return null;
		}
		ModelOrigin origin = new ModelOrigin(rows.getString(first + 2), rows.getString(first + 3),
				rows.getString(first + 6), prompts(rows.getString(first + 7)));
		return new SpaceDescription(kind, rows.getString(first + 1), origin, rows.getInt(first + 4),
				SimilarityFunction.named(rows.getString(first + 5)),
				SpaceDescription.Precision.labelled(rows.getString(first + 8)));
	}

	private static @Nullable Map<String, String> prompts(@Nullable String json) {
		try {
			return (json != null) ? JSON.readValue(json, new TypeReference<Map<String, String>>() {
			}) : null;
		}
		catch (JacksonException ex) {
			throw new StoreException("The prompts recorded for an embedding space are not prompts: %s.".formatted(json),
					"Restore the row of embedding_space.", ex);
		}
	}

	private boolean exists(String count, SqlParameter... parameters) throws SQLException {
		return Database.query(this.connection, SqlFragment.of(count, parameters), (rows) -> {
			rows.next();
			return rows.getLong(1) > 0;
		});
	}

	/**
	 * What is recorded of a collection.
	 *
	 * @param description what it was made for
	 * @param tables its tables
	 */
	record RecordedCollection(StoreDescription description, Tables tables) {
	}

}
