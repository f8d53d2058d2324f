package dev.semblance.boot;

/**
 * Which document store is auto-configured.
 */
public enum StoreType {

	/** The embedded store on Lucene. */
	LUCENE,

	/** The store in PostgreSQL with pgvector. */
	PGVECTOR,

	/** None. */
	NONE

}
