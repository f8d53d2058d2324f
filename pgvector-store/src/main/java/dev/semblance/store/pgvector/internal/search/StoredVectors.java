package dev.semblance.store.pgvector.internal.search;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.semblance.encoders.SparseVector;
import dev.semblance.store.pgvector.internal.database.Database;
import dev.semblance.store.pgvector.internal.schema.DocumentOwner;
import dev.semblance.store.pgvector.internal.schema.OpenSchema;
import dev.semblance.store.pgvector.internal.schema.SpaceDescription;
import dev.semblance.store.pgvector.internal.schema.SpaceDescription.Precision;
import dev.semblance.store.pgvector.internal.sql.SqlFragment;
import dev.semblance.store.pgvector.internal.sql.SqlParameter;
import dev.semblance.store.pgvector.internal.wire.VectorCodec;
import dev.semblance.store.pgvector.internal.wire.VectorCodecs;
import dev.semblance.store.pgvector.internal.wire.VectorSql;

/**
 * Reads vectors back.
 *
 * @param database the database
 * @param schema the tables
 * @param owner whose documents are read
 */
public record StoredVectors(Database database, OpenSchema schema, DocumentOwner owner) {

	/**
	 * Reads dense vectors.
	 * @param ids ids of documents
	 * @return the vector by id, of the documents that have one
	 */
	public Map<String, float[]> dense(Collection<String> ids) {
		SpaceDescription space = this.schema.description().dense();
		if (space == null) {
			return Map.of();
		}
		VectorSql sql = new VectorSql(this.schema.extension());
		boolean half = space.precision() == Precision.HALF;
		return read(ids, this.schema.tables().denseVectors(),
				half ? sql.halfvecBytes("v.embedding") : sql.vectorBytes("v.embedding"),
				half ? VectorCodecs.HALFVEC : VectorCodecs.VECTOR);
	}

	/**
	 * Reads sparse vectors.
	 * @param ids ids of documents
	 * @return the vector by id, of the documents that have one
	 */
	public Map<String, SparseVector> sparse(Collection<String> ids) {
		if (this.schema.description().sparse() == null) {
			return Map.of();
		}
		return read(ids, this.schema.tables().sparseVectors(),
				new VectorSql(this.schema.extension()).sparsevecBytes("v.embedding"), VectorCodecs.SPARSEVEC);
	}

	private <T> Map<String, T> read(Collection<String> ids, String table, String bytes, VectorCodec<T> codec) {
		SqlFragment query = SqlFragment
			.of("SELECT d.external_id, %s FROM %s d JOIN %s v ON v.document_id = d.id AND v.tenant = d.tenant WHERE "
				.formatted(bytes, this.schema.tables().document(), table))
			.then(this.owner.condition())
			.then(" AND d.external_id = ANY (?::text[])", SqlParameter.texts(ids));
		return this.database.query("reading vectors", List.of(), query, (rows) -> {
			Map<String, T> vectors = new HashMap<>();
			while (rows.next()) {
				vectors.put(rows.getString(1), codec.decode(rows.getBytes(2)));
			}
			return vectors;
		});
	}

}
