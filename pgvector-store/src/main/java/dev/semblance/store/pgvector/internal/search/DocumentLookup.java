package dev.semblance.store.pgvector.internal.search;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import dev.semblance.retrieval.Document;
import dev.semblance.store.pgvector.internal.database.Database;
import dev.semblance.store.pgvector.internal.database.Setting;
import dev.semblance.store.pgvector.internal.filter.MetadataJson;
import dev.semblance.store.pgvector.internal.filter.StorableText;
import dev.semblance.store.pgvector.internal.schema.DocumentOwner;
import dev.semblance.store.pgvector.internal.schema.OpenSchema;
import dev.semblance.store.pgvector.internal.sql.SqlFragment;
import dev.semblance.store.pgvector.internal.sql.SqlParameter;

/**
 * Looks documents up by their ids.
 *
 * @param database the database
 * @param schema the tables
 * @param owner whose documents are found
 */
public record DocumentLookup(Database database, OpenSchema schema, DocumentOwner owner) {

	/**
	 * Reads documents.
	 * @param ids ids of documents
	 * @return those that are there
	 */
	public List<Document> find(Collection<String> ids) {
		return this.database.query("reading documents", List.of(), query(ids), (rows) -> {
			List<Document> documents = new ArrayList<>();
			while (rows.next()) {
				documents.add(new Document(rows.getString(1), rows.getString(2), MetadataJson.read(rows.getString(3))));
			}
			return documents;
		});
	}

	/**
	 * Asks the server how it would look documents up, and lets it do nothing of that.
	 * @param ids ids of documents
	 * @param settings what the server is set to
	 * @return the plan, as JSON
	 */
	public String plan(Collection<String> ids, List<Setting> settings) {
		return QueryPlans.of(this.database, settings, query(ids));
	}

	private SqlFragment query(Collection<String> ids) {
		return SqlFragment
			.of("SELECT d.external_id, d.content, d.metadata::text FROM %s d WHERE "
				.formatted(this.schema.tables().document()))
			.then(this.owner.condition())
			.then(" AND ")
			.then(withIds(ids));
	}

	/**
	 * Returns the condition that a document has one of some ids. One that cannot be
	 * stored is nobody's.
	 * @param ids the ids
	 * @return the condition, which says <code>d</code> for the document
	 */
	public static SqlFragment withIds(Collection<String> ids) {
		return SqlFragment.of("d.external_id = ANY (?::text[])",
				SqlParameter.texts(ids.stream().filter(StorableText::isStorable).toList()));
	}

}
