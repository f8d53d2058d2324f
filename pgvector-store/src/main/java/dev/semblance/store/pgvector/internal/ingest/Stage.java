package dev.semblance.store.pgvector.internal.ingest;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;

import dev.semblance.store.pgvector.internal.database.Database;
import dev.semblance.store.pgvector.internal.database.Extension;
import dev.semblance.store.pgvector.internal.schema.OpenSchema;
import dev.semblance.store.pgvector.internal.schema.SpaceDescription;
import dev.semblance.store.pgvector.internal.sql.Identifier;
import dev.semblance.store.pgvector.internal.sql.SqlFragment;
import dev.semblance.store.pgvector.internal.wire.CopyRows;
import dev.semblance.store.pgvector.internal.wire.VectorCodec;
import dev.semblance.store.pgvector.internal.wire.VectorCodecs;
import org.jspecify.annotations.Nullable;

/**
 * A temporary table that holds one batch on its way in. A connection makes it once and
 * keeps it, empty between transactions: making one for every batch would fill the
 * server's catalogue with dead rows.
 *
 * @param table its name
 * @param extension where the types of vectors are
 * @param dense the space of the dense vectors, if there are any
 * @param sparse the space of the sparse vectors, if there are any
 */
record Stage(Identifier table, Extension extension, @Nullable SpaceDescription dense,
		@Nullable SpaceDescription sparse) {

	static final String DENSE = "dense";

	static final String SPARSE = "sparse";

	static Stage of(OpenSchema schema) {
		SpaceDescription dense = schema.description().dense();
		SpaceDescription sparse = schema.description().sparse();
		String name = "semblance_stage"
				+ ((dense != null) ? "_%s_%d".formatted(half(dense) ? "halfvec" : "vector", dense.dimensions()) : "")
				+ ((sparse != null) ? "_sparsevec" : "");
		return new Stage(new Identifier(name), schema.extension(), dense, sparse);
	}

	String name() {
		return "pg_temp." + this.table;
	}

	/**
	 * Fills the stage for the rest of the transaction.
	 */
	void fill(Connection connection, Collection<DocumentRow> rows) throws SQLException {
		Database.execute(connection,
				SqlFragment.of("SELECT set_config('client_min_messages', 'warning', true); " + definition()));
		try (CopyRows copy = CopyRows.into(connection,
				"COPY %s (external_id, content, metadata, content_hash%s%s) ".formatted(name(),
						(this.dense != null) ? ", " + DENSE : "", (this.sparse != null) ? ", " + SPARSE : "")
						+ "FROM STDIN (FORMAT BINARY)")) {
			for (DocumentRow row : rows) {
				copy.startRow();
				copy.writeText(row.id());
				copy.writeText(row.text());
				copy.writeJson(row.metadata());
				copy.writeBytes(row.hash());
				if (this.dense != null) {
					copy.writeVector(codec(this.dense), row.dense());
				}
				if (this.sparse != null) {
					copy.writeVector(VectorCodecs.SPARSEVEC, row.sparse());
				}
			}
			copy.finish();
		}
	}

	private String definition() {
		StringBuilder columns = new StringBuilder(
				"external_id text COLLATE \"C\", content text, metadata jsonb, content_hash bytea");
		if (this.dense != null) {
			columns
				.append(", %s %s".formatted(DENSE, this.extension.qualified(half(this.dense) ? "halfvec" : "vector")));
		}
		if (this.sparse != null) {
			columns.append(", %s %s".formatted(SPARSE, this.extension.qualified("sparsevec")));
		}
		// Rows live for milliseconds: compressing them or moving them away is in vain.
		return "CREATE TEMPORARY TABLE IF NOT EXISTS %s (%s) WITH (toast_tuple_target = 8160) ON COMMIT DELETE ROWS"
			.formatted(this.table, columns);
	}

	private static VectorCodec<float[]> codec(SpaceDescription space) {
		return half(space) ? VectorCodecs.HALFVEC : VectorCodecs.VECTOR;
	}

	private static boolean half(SpaceDescription space) {
		return space.precision() == SpaceDescription.Precision.HALF;
	}

}
