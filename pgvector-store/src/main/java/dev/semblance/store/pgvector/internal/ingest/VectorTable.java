package dev.semblance.store.pgvector.internal.ingest;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.semblance.store.pgvector.internal.database.Extension;
import dev.semblance.store.pgvector.internal.schema.OpenSchema;
import dev.semblance.store.pgvector.internal.schema.SpaceDescription;
import dev.semblance.store.pgvector.internal.schema.SpaceDescription.Precision;
import dev.semblance.store.pgvector.internal.schema.Tables;
import dev.semblance.store.pgvector.internal.sql.Identifier;
import dev.semblance.store.pgvector.internal.wire.CopyRows;
import dev.semblance.store.pgvector.internal.wire.VectorCodec;
import dev.semblance.store.pgvector.internal.wire.VectorCodecs;
import org.jspecify.annotations.Nullable;

/**
 * A table of vectors, and how a document's vector gets into it.
 *
 * @param name its qualified name
 * @param key its primary key
 * @param stageColumn the column of the stage that holds its vectors
 * @param type the type of the vectors, without its name's schema
 * @param codec makes bytes of them
 * @param vectorOf takes it out of a row
 * @param <T> the vectors
 */
record VectorTable<T>(String name, Identifier key, String stageColumn, String type, VectorCodec<T> codec,
		VectorOf<T> vectorOf) {

	static List<VectorTable<?>> of(OpenSchema schema) {
		List<VectorTable<?>> tables = new ArrayList<>();
		SpaceDescription dense = schema.description().dense();
		if (dense != null) {
			boolean half = dense.precision() == Precision.HALF;
			tables.add(new VectorTable<>(schema.tables().denseVectors(), key(schema.tables().dense()), "dense",
					half ? "halfvec" : "vector", half ? VectorCodecs.HALFVEC : VectorCodecs.VECTOR,
					DocumentRow::dense));
		}
		if (schema.description().sparse() != null) {
			tables.add(new VectorTable<>(schema.tables().sparseVectors(), key(schema.tables().sparse()), "sparse",
					"sparsevec", VectorCodecs.SPARSEVEC, DocumentRow::sparse));
		}
		return tables;
	}

	private static Identifier key(@Nullable Identifier table) {
		return Tables.key(Objects.requireNonNull(table, "described"));
	}

	void write(CopyRows copy, DocumentRow row) throws SQLException {
		copy.writeVector(this.codec, this.vectorOf.row(row));
	}

	/**
	 * Returns the vector of a row that has one.
	 */
	T vector(DocumentRow row) {
		return Objects.requireNonNull(this.vectorOf.row(row), "Rows were checked to have their vectors.");
	}

	String qualifiedType(Extension extension) {
		return extension.qualified(this.type);
	}

	/**
	 * Takes a vector out of a row.
	 *
	 * @param <T> the vector
	 */
	@FunctionalInterface
	interface VectorOf<T> {

		@Nullable T row(DocumentRow row);

	}

}
