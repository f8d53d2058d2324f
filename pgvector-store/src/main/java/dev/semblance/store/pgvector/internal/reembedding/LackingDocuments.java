package dev.semblance.store.pgvector.internal.reembedding;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import dev.semblance.store.pgvector.internal.database.Database;
import dev.semblance.store.pgvector.internal.schema.CollectionName;
import dev.semblance.store.pgvector.internal.schema.RecordedSpace;
import dev.semblance.store.pgvector.internal.sql.Identifier;
import dev.semblance.store.pgvector.internal.sql.SqlFragment;
import dev.semblance.store.pgvector.internal.sql.SqlParameter;
import org.jspecify.annotations.Nullable;

/**
 * The documents of a collection, of all tenants, that have no vector in a space.
 *
 * @param collection the collection
 * @param space the space
 */
record LackingDocuments(CollectionName collection, RecordedSpace space) {

	/** For what looks at every document and every vector. */
	static final Duration LONGEST_LOOK = Duration.ofMinutes(10);

	/** How many documents are looked at in one go. */
	private static final int WINDOW = 4_096;

	private static final String NO_VECTOR = "NOT EXISTS (SELECT FROM %s v WHERE v.document_id = d.id AND v.tenant = d.tenant)";

	/**
	 * Looks at the documents that follow.
	 * @param last the last that was looked at; {@code null} to begin
	 */
	Window after(Connection connection, @Nullable Position last) throws SQLException {
		SqlFragment following = (last != null) ? SqlFragment.of(" AND (tenant, external_id) > (?::text, ?::text)",
				SqlParameter.text(last.tenant()), SqlParameter.text(last.id())) : SqlFragment.of("");
		SqlFragment query = SqlFragment.of("SELECT d.id, d.tenant, d.external_id, %s FROM (".formatted(noVector()))
			.then("SELECT id, tenant, external_id FROM %s WHERE collection = ?::text".formatted(documents()), name())
			.then(following)
			.then(" ORDER BY tenant, external_id LIMIT %d) d ORDER BY d.tenant, d.external_id".formatted(WINDOW));
		return Database.query(connection, query, (rows) -> {
			List<Long> lacking = new ArrayList<>();
			Position end = null;
			int seen = 0;
			while (rows.next()) {
				seen++;
				end = new Position(rows.getString(2), rows.getString(3));
				if (rows.getBoolean(4)) {
					lacking.add(rows.getLong(1));
				}
			}
			return new Window(lacking, (seen == WINDOW) ? end : null);
		});
	}

	/**
	 * Finds some, in the order in which they are written.
	 * @param most how many at most
	 * @return their keys
	 */
	List<Long> some(Connection connection, int most) throws SQLException {
		SqlFragment query = SqlFragment
			.of("SELECT d.id FROM %s d WHERE d.collection = ?::text AND %s ORDER BY d.tenant, d.external_id LIMIT %d"
				.formatted(documents(), noVector(), most), name());
		return Database.query(connection, query, (rows) -> {
			List<Long> keys = new ArrayList<>();
			while (rows.next()) {
				keys.add(rows.getLong(1));
			}
			return keys;
		});
	}

	/**
	 * Counts them.
	 */
	long count(Connection connection) throws SQLException {
		SqlFragment query = SqlFragment.of(
				"SELECT count(*) FROM %s d WHERE d.collection = ?::text AND %s".formatted(documents(), noVector()),
				name());
		return Database.query(connection, query, (rows) -> {
			rows.next();
			return rows.getLong(1);
		});
	}

	/**
	 * Reads the texts of those that are there and still lack a vector, in the order in
	 * which they are written.
	 * @param keys their keys
	 */
	List<StoredText> texts(Connection connection, Collection<Long> keys) throws SQLException {
		SqlFragment query = SqlFragment
			.of("SELECT d.id, d.tenant, d.external_id, d.content, d.content_hash FROM %s d WHERE d.id = ANY (?::bigint[]) AND %s ORDER BY d.tenant, d.external_id"
				.formatted(documents(), noVector()), SqlParameter.longs(keys));
		return Database.query(connection, query, (rows) -> {
			List<StoredText> texts = new ArrayList<>();
			while (rows.next()) {
				texts.add(new StoredText(rows.getLong(1), rows.getString(2), rows.getString(3), rows.getString(4),
						rows.getBytes(5)));
			}
			return texts;
		});
	}

	private String noVector() {
		return NO_VECTOR.formatted(this.collection.qualified(this.space.table()));
	}

	private String documents() {
		return this.collection.qualified(new Identifier("document"));
	}

	private SqlParameter name() {
		return SqlParameter.text(this.collection.name());
	}

	/**
	 * Where a walk through the documents stands.
	 *
	 * @param tenant the tenant of the last document
	 * @param id its id
	 */
	record Position(String tenant, String id) {
	}

	/**
	 * What was found among the documents that were looked at.
	 *
	 * @param lacking keys of those that lack a vector
	 * @param end the last that was looked at; {@code null} if none follows
	 */
	record Window(List<Long> lacking, @Nullable Position end) {
	}

}
