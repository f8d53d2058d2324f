package dev.semblance.store.pgvector.internal.ingest;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.semblance.store.pgvector.internal.database.Database;
import dev.semblance.store.pgvector.internal.schema.DocumentOwner;
import dev.semblance.store.pgvector.internal.sql.SqlFragment;
import dev.semblance.store.pgvector.internal.sql.SqlParameter;
import dev.semblance.store.pgvector.internal.wire.CopyRows;

/**
 * Writes documents that are not there yet: copied straight into their tables, with keys
 * that were drawn before. If another writer was faster with one of them, the server
 * refuses the copy.
 *
 * @param database bounds every step
 * @param documents the qualified name of the table of documents
 * @param owner whose documents they are
 * @param vectors the tables of their vectors
 */
record NewDocuments(Database database, String documents, DocumentOwner owner, List<VectorTable<?>> vectors) {

	/**
	 * Draws keys for documents that are not there.
	 * @param ids ids of documents
	 * @return a key by id, for those that are not there; none if the role may not draw
	 * any, or not copy into the tables
	 */
	Map<String, Long> keys(Connection connection, Collection<String> ids) throws SQLException {
		// One look into the index for each id, however large it is.
		SqlFragment query = SqlFragment
			.of("SELECT given.external_id, nextval((SELECT pg_get_serial_sequence(?::text, 'id')::regclass)) "
					+ "FROM unnest(?::text[]) AS given (external_id) LEFT JOIN LATERAL (SELECT d.id FROM %s d WHERE "
						.formatted(this.documents),
					SqlParameter.text(this.documents), SqlParameter.texts(ids))
			.then(this.owner.condition())
			.then(" AND d.external_id = given.external_id OFFSET 0) known ON true WHERE known.id IS NULL AND "
					+ "(SELECT has_sequence_privilege(pg_get_serial_sequence(?::text, 'id'), 'USAGE')) AND "
					// The server copies into no table with row-level security.
					+ "NOT (SELECT row_security_active(?::text))", SqlParameter.text(this.documents),
					SqlParameter.text(this.documents));
		return Database.query(connection, query, (rows) -> {
			Map<String, Long> keys = new HashMap<>();
			while (rows.next()) {
				keys.put(rows.getString(1), rows.getLong(2));
			}
			return keys;
		});
	}

	/**
	 * Writes documents.
	 * @param rows the documents
	 * @param keys the key of each, by id
	 */
	void write(Connection connection, Collection<DocumentRow> rows, Map<String, Long> keys) throws SQLException {
		this.database.boundByDeadline(connection);
		try (CopyRows copy = CopyRows.into(connection,
				"COPY %s (id, collection, tenant, external_id, content, metadata, content_hash) FROM STDIN (FORMAT BINARY)"
					.formatted(this.documents))) {
			for (DocumentRow row : rows) {
				copy.startRow();
				copy.writeLong(key(keys, row));
				copy.writeText(this.owner.collection());
				copy.writeText(this.owner.tenant());
				copy.writeText(row.id());
				copy.writeText(row.text());
				copy.writeJson(row.metadata());
				copy.writeBytes(row.hash());
			}
			copy.finish();
		}
		for (VectorTable<?> table : this.vectors) {
			this.database.boundByDeadline(connection);
			copy(connection, table, rows, keys);
		}
	}

	private <T> void copy(Connection connection, VectorTable<T> table, Collection<DocumentRow> rows,
			Map<String, Long> keys) throws SQLException {
		List<KeyedVector<T>> vectors = new ArrayList<>(rows.size());
		for (DocumentRow row : rows) {
			vectors.add(new KeyedVector<>(key(keys, row), this.owner.tenant(), table.vector(row)));
		}
		new VectorCopy<>(table.name(), table.codec()).write(connection, vectors);
	}

	private static long key(Map<String, Long> keys, DocumentRow row) {
		Long key = keys.get(row.id());
		if (key == null) {
			throw new IllegalStateException("Document '%s' has no key.".formatted(row.id()));
		}
		return key;
	}

}
