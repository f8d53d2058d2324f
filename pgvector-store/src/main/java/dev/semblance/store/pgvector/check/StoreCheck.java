package dev.semblance.store.pgvector.check;

import java.util.List;

/**
 * A store and its server as they were when somebody looked.
 *
 * @param server version of PostgreSQL
 * @param extension version of pgvector in the database
 * @param schema schema of the store's tables
 * @param collection collection within the schema
 * @param tenant whose documents the store sees; empty for nobody's in particular
 * @param documents documents that the store sees; counted up to {@value #MOST_COUNTED}
 * @param tables the tables that the collection uses
 * @param findings everything that was looked at, what matters most first
 */
public record StoreCheck(String server, String extension, String schema, String collection, String tenant,
		long documents, List<CheckedTable> tables, List<Finding> findings) {

	/** Documents that are counted at most, so that a look at a huge collection ends. */
	public static final long MOST_COUNTED = 1_000_000;

	/**
	 * Copies the lists.
	 */
	public StoreCheck {
		tables = List.copyOf(tables);
		findings = List.copyOf(findings);
	}

	/**
	 * Returns what matters at least as much as something.
	 * @param least the least severity
	 * @return the findings, what matters most first
	 */
	public List<Finding> findings(Severity least) {
		return this.findings.stream().filter((finding) -> finding.severity().compareTo(least) >= 0).toList();
	}

	/**
	 * Tells whether nothing is wrong. There may be warnings.
	 * @return whether there is no problem
	 */
	public boolean isHealthy() {
		return findings(Severity.PROBLEM).isEmpty();
	}

}
