package dev.semblance.store.pgvector.internal.ingest;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.SparseVector;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.store.EmbeddedDocument;
import dev.semblance.store.pgvector.internal.database.Database;
import dev.semblance.store.pgvector.internal.schema.OpenSchema;
import dev.semblance.store.pgvector.internal.schema.Tables;
import dev.semblance.store.pgvector.internal.sql.SqlFragment;
import dev.semblance.store.pgvector.internal.sql.SqlParameter;
import org.jspecify.annotations.Nullable;

/**
 * Writes documents: a batch is copied into a stage of the connection's own and merged
 * from there, all in one transaction. Rows that would not change are left alone.
 */
public final class DocumentWriter {

	private final Database database;

	private final Tables tables;

	private final String collection;

	private final String tenant;

	private final Stage stage;

	private final @Nullable DenseVectors dense;

	private final @Nullable SparseVectors sparse;

	/**
	 * Creates a writer.
	 * @param database the database
	 * @param schema the tables
	 * @param tenant whose documents are written
	 * @param dense checks dense vectors, if there are any
	 * @param sparse checks sparse vectors, if there are any
	 */
	public DocumentWriter(Database database, OpenSchema schema, String tenant, @Nullable DenseVectors dense,
			@Nullable SparseVectors sparse) {
		this.database = database;
		this.tables = schema.tables();
		this.collection = schema.description().collection();
		this.tenant = tenant;
		this.stage = Stage.of(schema);
		this.dense = dense;
		this.sparse = sparse;
	}

	/**
	 * Writes documents.
	 * @param documents the documents; of several with one id the last wins
	 * @return how many were new or changed
	 */
	public long write(List<EmbeddedDocument> documents) {
		Map<String, DocumentRow> lastById = new LinkedHashMap<>();
		documents.forEach((document) -> lastById.put(document.document().id(), checked(document)));
		if (lastById.isEmpty()) {
			return 0;
		}
		return this.database.inTransaction("writing %d documents".formatted(lastById.size()), (connection) -> {
			this.stage.fill(connection, lastById.values());
			return merge(connection);
		});
	}

	/**
	 * Finds documents that are stored as they are, with all their vectors.
	 * @param documents the documents
	 * @return the ids of those that are stored
	 */
	public Set<String> unchanged(Collection<Document> documents) {
		List<String> ids = new ArrayList<>(documents.size());
		List<byte[]> hashes = new ArrayList<>(documents.size());
		for (Document document : documents) {
			DocumentRow row = DocumentRow.of(document, null, null);
			ids.add(row.id());
			hashes.add(row.hash());
		}
		SqlFragment query = SqlFragment
			.of("SELECT d.external_id FROM unnest(?::text[], ?::bytea[]) AS given (external_id, content_hash) "
					+ "JOIN %s d ON d.collection = ?::text AND d.tenant = ?::text AND d.external_id = given.external_id "
						.formatted(this.tables.document())
					+ "AND d.content_hash = given.content_hash WHERE true", SqlParameter.texts(ids),
					SqlParameter.bytes(hashes), SqlParameter.text(this.collection), SqlParameter.text(this.tenant));
		for (String vectors : vectorTables()) {
			query = query.then(" AND EXISTS (SELECT FROM %s v WHERE v.document_id = d.id)".formatted(vectors));
		}
		return this.database.query("looking for unchanged documents", List.of(), query, (rows) -> {
			Set<String> found = new HashSet<>();
			while (rows.next()) {
				found.add(rows.getString(1));
			}
			return found;
		});
	}

	private List<String> vectorTables() {
		List<String> names = new ArrayList<>();
		if (this.dense != null) {
			names.add(this.tables.denseVectors());
		}
		if (this.sparse != null) {
			names.add(this.tables.sparseVectors());
		}
		return names;
	}

	private DocumentRow checked(EmbeddedDocument embedded) {
		Document document = embedded.document();
		String owner = "Document '%s'".formatted(document.id());
		return DocumentRow.of(document, denseVector(embedded, owner), sparseVector(embedded, owner));
	}

	private float @Nullable [] denseVector(EmbeddedDocument embedded, String owner) {
		if (this.dense != null) {
			return this.dense.checked(embedded.denseVector(), owner);
		}
		if (embedded.denseVector() != null) {
			throw new InvalidInputException(owner + " has a vector, but the store was opened without a space.",
					"Open the store with the space of the vectors, or leave them out.");
		}
		return null;
	}

	private @Nullable SparseVector sparseVector(EmbeddedDocument embedded, String owner) {
		if (this.sparse != null) {
			return this.sparse.ofDocument(embedded.sparseVector(), owner);
		}
		if (embedded.sparseVector() != null) {
			throw new InvalidInputException(
					owner + " has a sparse vector, but the store was opened without a sparse space.",
					"Open the store with the sparse space of the vectors, or leave them out.");
		}
		return null;
	}

	/**
	 * Merges the stage into the tables. Ids are taken in order, so that two writers of
	 * the same documents wait for each other instead of for ever.
	 */
	private long merge(Connection connection) throws SQLException {
		long written = Database.update(connection,
				SqlFragment.of(
						"INSERT INTO %s AS d (collection, tenant, external_id, content, metadata, content_hash) "
							.formatted(this.tables.document())
								+ "SELECT ?::text, ?::text, external_id, content, metadata, content_hash FROM %s "
									.formatted(this.stage.name())
								+ "ORDER BY external_id ON CONFLICT (collection, tenant, external_id) DO UPDATE SET "
								+ "content = excluded.content, metadata = excluded.metadata, "
								+ "content_hash = excluded.content_hash WHERE d.content_hash <> excluded.content_hash",
						SqlParameter.text(this.collection), SqlParameter.text(this.tenant)));
		if (this.dense != null) {
			mergeVectors(connection, this.tables.denseVectors(), Stage.DENSE);
		}
		if (this.sparse != null) {
			mergeVectors(connection, this.tables.sparseVectors(), Stage.SPARSE);
		}
		return written;
	}

	private void mergeVectors(Connection connection, String table, String column) throws SQLException {
		Database.execute(connection, SqlFragment
			.of("INSERT INTO %s AS v (document_id, tenant, embedding) SELECT d.id, d.tenant, s.%s FROM %s s "
				.formatted(table, column, this.stage.name())
					// Not to be turned round: one look into the index for each row of the
					// batch.
					+ "CROSS JOIN LATERAL (SELECT id, tenant FROM %s WHERE collection = ?::text AND tenant = ?::text "
						.formatted(this.tables.document())
					+ "AND external_id = s.external_id OFFSET 0) d ORDER BY d.id "
					+ "ON CONFLICT (document_id) DO UPDATE SET embedding = excluded.embedding "
					+ "WHERE NOT (v.embedding %s excluded.embedding)".formatted(this.stage.extension().operator("=")),
					SqlParameter.text(this.collection), SqlParameter.text(this.tenant)));
	}

}
