package dev.semblance.store.pgvector.internal.check;

import java.util.ArrayList;
import java.util.List;

import dev.semblance.store.pgvector.check.Finding;
import dev.semblance.store.pgvector.internal.database.Database;
import dev.semblance.store.pgvector.internal.schema.DocumentOwner;
import dev.semblance.store.pgvector.internal.schema.OpenSchema;
import dev.semblance.store.pgvector.internal.schema.Tables;
import dev.semblance.store.pgvector.internal.sql.SqlFragment;

/**
 * Whether every document has the vectors that its collection keeps. The legs cannot find
 * those that have none.
 *
 * @param database the database
 * @param schema the tables
 * @param owner whose documents
 */
record MissingVectorCheck(Database database, OpenSchema schema, DocumentOwner owner) implements Check {

	/** So many say as much as all. */
	private static final int MOST_COUNTED = 10_000;

	@Override
	public String subject() {
		return "missing vectors";
	}

	@Override
	public List<Finding> findings() {
		List<Finding> findings = new ArrayList<>();
		Tables tables = this.schema.tables();
		if (tables.dense() != null) {
			findings.add(finding("dense", tables.denseVectors()));
		}
		if (tables.sparse() != null) {
			findings.add(finding("sparse", tables.sparseVectors()));
		}
		return findings;
	}

	private Finding finding(String kind, String vectors) {
		String subject = "documents without a %s vector".formatted(kind);
		long missing = missing(vectors);
		if (missing == 0) {
			return Finding.ok(subject, "None.");
		}
		return Finding.problem(subject,
				"%s%s documents have none in %s, so the %s leg does not find them.".formatted(Quantities.count(missing),
						(missing == MOST_COUNTED) ? " or more" : "", vectors, kind),
				"Ingest the documents again: those that lack a vector are encoded, the others left alone.");
	}

	private long missing(String vectors) {
		SqlFragment query = SqlFragment
			.of("SELECT count(*) FROM (SELECT FROM %s d WHERE ".formatted(this.schema.tables().document()))
			.then(this.owner.condition())
			.then(" AND NOT EXISTS (SELECT FROM %s v WHERE v.document_id = d.id AND v.tenant = d.tenant) LIMIT %d) missing"
				.formatted(vectors, MOST_COUNTED));
		return this.database.query("looking for documents without a vector", List.of(), query, (rows) -> {
			rows.next();
			return rows.getLong(1);
		});
	}

}
