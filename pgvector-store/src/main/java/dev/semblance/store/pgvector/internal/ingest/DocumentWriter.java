package dev.semblance.store.pgvector.internal.ingest;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.semblance.encoders.SparseVector;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.internal.vectors.KeptVectors;
import dev.semblance.retrieval.store.EmbeddedDocument;
import dev.semblance.retrieval.store.StoreException;
import dev.semblance.store.pgvector.internal.database.Database;
import dev.semblance.store.pgvector.internal.database.Repetition;
import dev.semblance.store.pgvector.internal.database.SqlState;
import dev.semblance.store.pgvector.internal.schema.CollectionLock;
import dev.semblance.store.pgvector.internal.schema.DocumentOwner;
import dev.semblance.store.pgvector.internal.schema.OpenSchema;
import dev.semblance.store.pgvector.internal.sql.SqlFragment;
import dev.semblance.store.pgvector.internal.sql.SqlParameter;
import org.jspecify.annotations.Nullable;

/**
 * Writes documents, a batch in one transaction. Rows that would not change are left
 * alone.
 */
public final class DocumentWriter {

	/**
	 * The server's order of ids: by code point, and not, as strings are, by code unit.
	 */
	private static final Comparator<DocumentRow> BY_ID = Comparator
		.comparing((row) -> row.id().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

	private final Database database;

	private final String documents;

	private final List<VectorTable<?>> vectors;

	private final DocumentOwner owner;

	private final CollectionLock lock;

	private final NewDocuments fresh;

	private final KnownDocuments known;

	private final @Nullable DenseVectors dense;

	private final @Nullable SparseVectors sparse;

	/**
	 * Creates a writer.
	 * @param database the database
	 * @param schema the tables
	 * @param owner whose documents are written
	 * @param dense checks dense vectors, if there are any
	 * @param sparse checks sparse vectors, if there are any
	 */
	public DocumentWriter(Database database, OpenSchema schema, DocumentOwner owner, @Nullable DenseVectors dense,
			@Nullable SparseVectors sparse) {
		this.database = database;
		this.documents = schema.tables().document();
		this.vectors = VectorTable.of(schema);
		this.owner = owner;
		this.lock = new CollectionLock(schema.tables(), owner.collection());
		this.fresh = new NewDocuments(database, this.documents, owner, this.vectors);
		this.known = new KnownDocuments(database, this.documents, owner, this.vectors, schema.extension());
		this.dense = dense;
		this.sparse = sparse;
	}

	/**
	 * Writes documents. It is repeated if the connection was lost: written once more,
	 * they are there once.
	 * @param documents the documents; of several with one id the last wins
	 * @return how many were written
	 */
	public long write(List<EmbeddedDocument> documents) {
		Map<String, DocumentRow> lastById = new LinkedHashMap<>();
		documents.forEach((document) -> lastById.put(document.document().id(), checked(document)));
		if (lastById.isEmpty()) {
			return 0;
		}
		String work = "writing %d documents".formatted(lastById.size());
		try {
			this.database.inTransaction(work, Repetition.ALWAYS, (connection) -> writeOneWay(connection, lastById));
		}
		catch (StoreException ex) {
			if (!SqlState.of(ex).equals(SqlState.UNIQUE_VIOLATION)) {
				throw SqlState.of(ex).equals(SqlState.LIMIT_EXCEEDED)
						&& String.valueOf(ex.getMessage()).contains("tsvector") ? tooManyWords(lastById.values(), ex)
								: ex;
			}
			// Another writer was faster with one of the new documents.
			this.database.inTransaction(work, Repetition.ALWAYS, (connection) -> {
				this.lock.share(connection);
				this.known.write(connection, lastById.values());
				return lastById.size();
			});
		}
		return lastById.size();
	}

	/**
	 * Takes the short way if all are new. A batch never goes both ways: it takes
	 * documents in the order of their ids once, so that two writers, or a writer and
	 * somebody who deletes, wait for each other instead of for ever.
	 */
	private int writeOneWay(Connection connection, Map<String, DocumentRow> rows) throws SQLException {
		this.lock.share(connection);
		Map<String, Long> keys = this.fresh.keys(connection, rows.keySet());
		if (keys.size() == rows.size()) {
			this.fresh.write(connection, rows.values().stream().sorted(BY_ID).toList(), keys);
		}
		else {
			this.known.write(connection, rows.values());
		}
		return rows.size();
	}

	/**
	 * The server does not say which, but the words of a text are the more the longer it
	 * is.
	 */
	private static StoreException tooManyWords(Collection<DocumentRow> rows, StoreException cause) {
		DocumentRow longest = Collections.max(rows, Comparator.comparingInt((row) -> row.text().length()));
		return new StoreException(
				"A document of %d has more different words than PostgreSQL can index, most likely '%s', whose text of %d "
					.formatted(rows.size(), longest.id(), longest.text().length())
						+ "characters is the longest; none was written.",
				"Cut it into smaller documents.", cause.getCause());
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
		// One look into each index for each document, however large the tables are.
		SqlFragment query = SqlFragment
			.of("SELECT given.external_id FROM unnest(?::text[], ?::bytea[]) AS given (external_id, content_hash) "
					+ "CROSS JOIN LATERAL (SELECT d.id, d.tenant, d.content_hash FROM %s d WHERE "
						.formatted(this.documents),
					SqlParameter.texts(ids), SqlParameter.bytes(hashes))
			.then(this.owner.condition())
			.then(" AND d.external_id = given.external_id OFFSET 0) known "
					+ "WHERE known.content_hash = given.content_hash");
		for (VectorTable<?> table : this.vectors) {
			query = query.then(" AND (SELECT true FROM %s v WHERE v.document_id = known.id AND v.tenant = known.tenant)"
				.formatted(table.name()));
		}
		return this.database.query("looking for unchanged documents", List.of(), query, (rows) -> {
			Set<String> found = new HashSet<>();
			while (rows.next()) {
				found.add(rows.getString(1));
			}
			return found;
		});
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
		KeptVectors.requireNone(embedded.denseVector(), owner);
		return null;
	}

	private @Nullable SparseVector sparseVector(EmbeddedDocument embedded, String owner) {
		if (this.sparse != null) {
			return this.sparse.ofDocument(embedded.sparseVector(), owner);
		}
		KeptVectors.requireNone(embedded.sparseVector(), owner);
		return null;
	}

}
