package dev.semblance.store.pgvector.check;

/**
 * A table of the store, as large as the server's statistics say. Of a table with
 * partitions, it is the one that holds the tenant's vectors.
 *
 * @param name the table's name within the schema
 * @param contents what is in it
 * @param rows rows, of all collections and tenants that share the table; an estimate
 * @param deadRows rows that were changed or deleted and still take room; an estimate
 * @param bytes bytes on disk, without indexes
 * @param indexBytes bytes of its indexes
 */
public record CheckedTable(String name, Contents contents, long rows, long deadRows, long bytes, long indexBytes) {

	/** What a table holds. */
	public enum Contents {

		/** Documents. */
		DOCUMENTS,

		/** Dense vectors. */
		DENSE_VECTORS,

		/** Sparse vectors. */
		SPARSE_VECTORS

	}

}
