package dev.semblance.store.pgvector.internal.ingest;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;

import dev.semblance.store.pgvector.internal.wire.CopyRows;
import dev.semblance.store.pgvector.internal.wire.VectorCodec;

/**
 * Copies vectors of documents that have none into a table.
 *
 * @param table the qualified name of the table
 * @param codec makes bytes of the vectors
 * @param <T> the vectors
 */
public record VectorCopy<T>(String table, VectorCodec<T> codec) {

	/**
	 * Copies vectors.
	 * @param connection a transaction
	 * @param vectors the vectors
	 */
	public void write(Connection connection, Collection<KeyedVector<T>> vectors) throws SQLException {
		try (CopyRows copy = CopyRows.into(connection,
				"COPY %s (document_id, tenant, embedding) FROM STDIN (FORMAT BINARY)".formatted(this.table))) {
			for (KeyedVector<T> vector : vectors) {
				copy.startRow();
				copy.writeLong(vector.documentId());
				copy.writeText(vector.tenant());
				copy.writeVector(this.codec, vector.vector());
			}
			copy.finish();
		}
	}

}
