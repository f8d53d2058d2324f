package dev.semblance.store.pgvector.internal.reembedding;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.semblance.store.pgvector.internal.database.Database;
import dev.semblance.store.pgvector.internal.ingest.KeyedVector;
import dev.semblance.store.pgvector.internal.ingest.VectorCopy;
import dev.semblance.store.pgvector.internal.schema.RecordedSpace;
import dev.semblance.store.pgvector.internal.schema.SpaceRegister;
import dev.semblance.store.pgvector.internal.sql.Identifier;
import dev.semblance.store.pgvector.internal.sql.SqlFragment;
import dev.semblance.store.pgvector.internal.sql.SqlParameter;
import dev.semblance.store.pgvector.internal.wire.VectorCodec;

/**
 * Writes vectors of documents whose text is still the one that was encoded.
 *
 * @param register the collection's spaces
 * @param space the space that is written to
 * @param codec makes bytes of the vectors
 * @param <T> the vectors
 */
record SpaceWriter<T>(SpaceRegister register, RecordedSpace space, VectorCodec<T> codec) {

	/**
	 * Writes vectors. Documents are locked in the order in which all lock them, so that a
	 * change of one comes before, and is noticed, or after, and forgets the vector. Who
	 * else writes their vectors waits too, so that none is there twice.
	 * @param connection a transaction, in which nothing was done yet but to take the
	 * collection's lock
	 * @param texts the texts, in the order of their tenants and ids
	 * @param vectors their vectors
	 * @return how many were written
	 */
	int write(Connection connection, List<StoredText> texts, List<T> vectors) throws SQLException {
		Database.execute(connection, this.register.collection().lock().shared());
		this.register.requireKept(connection, this.space);
		lock(connection, texts);
		Set<Long> writable = writable(connection, texts);
		List<KeyedVector<T>> written = new ArrayList<>(writable.size());
		for (int i = 0; i < texts.size(); i++) {
			StoredText text = texts.get(i);
			if (writable.contains(text.key())) {
				written.add(new KeyedVector<>(text.key(), text.tenant(), vectors.get(i)));
			}
		}
		if (!written.isEmpty()) {
			this.register.database().boundByDeadline(connection);
			new VectorCopy<>(table(), this.codec).write(connection, written);
		}
		return written.size();
	}

	private void lock(Connection connection, List<StoredText> texts) throws SQLException {
		Database.execute(connection, SqlFragment
			.of("SELECT FROM %s d WHERE d.id = ANY (?::bigint[]) ORDER BY d.tenant, d.external_id FOR NO KEY UPDATE"
				.formatted(documents()), SqlParameter.longs(texts.stream().map(StoredText::key).toList())));
	}

	/** What is seen by a statement that begins when all are locked stays so. */
	private Set<Long> writable(Connection connection, List<StoredText> texts) throws SQLException {
		SqlFragment query = SqlFragment.of(
				"SELECT given.id FROM unnest(?::bigint[], ?::bytea[]) AS given (id, content_hash) CROSS JOIN LATERAL "
						+ "(SELECT d.id, d.tenant, d.content_hash FROM %s d WHERE d.id = given.id OFFSET 0) known "
							.formatted(documents())
						+ "WHERE known.content_hash = given.content_hash AND NOT EXISTS (SELECT FROM %s v WHERE "
							.formatted(table())
						+ "v.document_id = known.id AND v.tenant = known.tenant)",
				SqlParameter.longs(texts.stream().map(StoredText::key).toList()),
				SqlParameter.bytes(texts.stream().map(StoredText::hash).toList()));
		return Database.query(connection, query, (rows) -> {
			Set<Long> keys = new HashSet<>();
			while (rows.next()) {
				keys.add(rows.getLong(1));
			}
			return keys;
		});
	}

	private String documents() {
		return this.register.collection().qualified(new Identifier("document"));
	}

	private String table() {
		return this.register.collection().qualified(this.space.table());
	}

}
