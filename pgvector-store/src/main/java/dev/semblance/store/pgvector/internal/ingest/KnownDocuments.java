package dev.semblance.store.pgvector.internal.ingest;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

import dev.semblance.store.pgvector.internal.database.Database;
import dev.semblance.store.pgvector.internal.database.Extension;
import dev.semblance.store.pgvector.internal.schema.DocumentOwner;
import dev.semblance.store.pgvector.internal.sql.SqlFragment;
import dev.semblance.store.pgvector.internal.sql.SqlParameter;
import dev.semblance.store.pgvector.internal.wire.CopyRows;

/**
 * Writes documents that may be there already: copied into a stage and merged from there.
 * Rows that would not change are left alone.
 * <p>
 * The stage is a temporary table. A connection makes it once and keeps it, empty between
 * transactions: making one for every batch would fill the server's catalogue with dead
 * rows.
 *
 * @param database bounds every step
 * @param documents the qualified name of the table of documents
 * @param owner whose documents they are
 * @param vectors the tables of their vectors
 * @param extension where the types of vectors are
 */
record KnownDocuments(Database database, String documents, DocumentOwner owner, List<VectorTable<?>> vectors,
		Extension extension) {

	/**
	 * Writes documents.
	 * @param rows the documents, at least one
	 */
	void write(Connection connection, Collection<DocumentRow> rows) throws SQLException {
		fillStage(connection, rows);
		this.database.boundByDeadline(connection);
		mergeDocuments(connection);
		for (VectorTable<?> table : this.vectors) {
			this.database.boundByDeadline(connection);
			mergeVectors(connection, table);
		}
	}

	private void fillStage(Connection connection, Collection<DocumentRow> rows) throws SQLException {
		// That it is there already is worth no notice.
		Database.execute(connection,
				SqlFragment.of("SELECT set_config('client_min_messages', 'warning', true); " + stageDefinition()));
		String columns = this.vectors.stream().map((table) -> ", " + table.stageColumn()).collect(Collectors.joining());
		try (CopyRows copy = CopyRows.into(connection,
				"COPY %s (external_id, content, metadata, content_hash%s) FROM STDIN (FORMAT BINARY)".formatted(stage(),
						columns))) {
			for (DocumentRow row : rows) {
				copy.startRow();
				copy.writeText(row.id());
				copy.writeText(row.text());
				copy.writeJson(row.metadata());
				copy.writeBytes(row.hash());
				for (VectorTable<?> table : this.vectors) {
					table.write(copy, row);
				}
			}
			copy.finish();
		}
	}

	/** Rows live for milliseconds: compressing them or moving them away is in vain. */
	private String stageDefinition() {
		String columns = this.vectors.stream()
			.map((table) -> ", %s %s".formatted(table.stageColumn(), table.qualifiedType(this.extension)))
			.collect(Collectors.joining());
		return "CREATE TEMPORARY TABLE IF NOT EXISTS %s (external_id text COLLATE \"C\", content text, metadata jsonb, "
			.formatted(stageName())
				+ "content_hash bytea%s) WITH (toast_tuple_target = 8160) ON COMMIT DELETE ROWS".formatted(columns);
	}

	private String stage() {
		return "pg_temp." + stageName();
	}

	private String stageName() {
		return "semblance_stage"
				+ this.vectors.stream().map((table) -> "_" + table.type()).collect(Collectors.joining());
	}

	/**
	 * Ids are taken in order, so that two writers of the same documents wait for each
	 * other instead of for ever.
	 */
	private void mergeDocuments(Connection connection) throws SQLException {
		Database.execute(connection,
				SqlFragment.of(
						"INSERT INTO %s AS d (collection, tenant, external_id, content, metadata, content_hash) "
							.formatted(this.documents)
								+ "SELECT ?::text, ?::text, external_id, content, metadata, content_hash FROM %s "
									.formatted(stage())
								+ "ORDER BY external_id ON CONFLICT (collection, tenant, external_id) DO UPDATE SET "
								+ "content = excluded.content, metadata = excluded.metadata, "
								+ "content_hash = excluded.content_hash WHERE d.content_hash <> excluded.content_hash",
						SqlParameter.text(this.owner.collection()), SqlParameter.text(this.owner.tenant())));
	}

	private void mergeVectors(Connection connection, VectorTable<?> table) throws SQLException {
		Database.execute(connection, SqlFragment
			.of("INSERT INTO %s AS v (document_id, tenant, embedding) SELECT known.id, known.tenant, s.%s FROM %s s "
				.formatted(table.name(), table.stageColumn(), stage())
					// Not to be turned round: one look into the index for each row of the
					// stage.
					+ "CROSS JOIN LATERAL (SELECT d.id, d.tenant FROM %s d WHERE ".formatted(this.documents))
			.then(this.owner.condition())
			.then(" AND d.external_id = s.external_id OFFSET 0) known ORDER BY known.id "
					+ "ON CONFLICT ON CONSTRAINT %s DO UPDATE SET embedding = excluded.embedding "
						.formatted(table.key())
					+ "WHERE NOT (v.embedding %s excluded.embedding)".formatted(this.extension.operator("="))));
	}

}
