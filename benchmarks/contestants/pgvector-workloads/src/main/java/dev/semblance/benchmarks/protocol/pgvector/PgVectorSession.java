package dev.semblance.benchmarks.protocol.pgvector;

import java.util.List;

/**
 * A store of a library. Only what its users would call stands behind these methods.
 */
public interface PgVectorSession extends AutoCloseable {

	/**
	 * Writes documents in one call of the library, and commits them.
	 * @param documents the next documents, with their vectors
	 * @throws Exception if it fails
	 */
	void insert(List<DataSet.Document> documents) throws Exception;

	/**
	 * Builds the vector index that the library defines.
	 * @throws Exception if it fails
	 */
	void createIndex() throws Exception;

	/**
	 * Searches by the dense vector, from any thread.
	 * @param query the query
	 * @param count how many documents are wanted
	 * @return ids of documents, best first
	 */
	List<String> search(DataSet.Query query, int count);

	/**
	 * Searches by the dense vector among the documents of one bucket, from any thread.
	 * @param query the query
	 * @param count how many documents are wanted
	 * @param bucket value of the documents' metadata key {@code bucket}
	 * @return ids of documents, best first
	 */
	List<String> searchBucket(DataSet.Query query, int count, int bucket);

	/**
	 * Closes the store and its connections. The tables stay.
	 */
	@Override
	void close();

}
