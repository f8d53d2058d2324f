package dev.semblance.store.pgvector.reembedding;

import java.util.List;
import java.util.function.Consumer;

import dev.semblance.store.pgvector.IndexProgress;

/**
 * The spaces of a collection's vectors, over all tenants: the one of each kind that is
 * served, and those beside. Safe for concurrent callers, in any number of processes. All
 * methods throw a {@link dev.semblance.retrieval.store.StoreException} if the server
 * cannot be reached or refuses, or there is no such collection or space.
 */
public interface CollectionSpaces {

	/** Documents that a comparison takes for queries if nothing else is asked for. */
	int DEFAULT_SAMPLE = 100;

	/** Documents that each query is to find if nothing else is asked for. */
	int DEFAULT_K = 10;

	/**
	 * Lists the spaces. Counts them, which takes seconds for millions of documents.
	 * @return the spaces, those that are served first
	 */
	List<CollectionSpace> list();

	/**
	 * Compares what a space finds with what the served one of its kind finds, without
	 * their models: documents drawn from the collection are looked for by their own
	 * vectors, and left out of what is found. Asks the indexes, as searches do.
	 * @param id the space's id
	 * @param sample how many documents to draw, from 1 to 10,000; fewer if fewer have
	 * vectors in both
	 * @param k how many documents each is to find, from 1 to 1,000
	 * @param seed decides which documents are drawn
	 * @return how alike the results are
	 */
	SpaceComparison compare(String id, int sample, int k, long seed);

	/**
	 * Builds the HNSW indexes that a space lacks, as
	 * {@link dev.semblance.store.pgvector.PgVectorStore#buildIndexes(Consumer)} does for
	 * the served one; for fewer documents than usual if the served one has indexes.
	 * @param id the space's id
	 * @param progress told now and then how far it is, in a thread of its own
	 * @return how many were built
	 */
	int buildIndexes(String id, Consumer<IndexProgress> progress);

	/**
	 * Serves a space instead of the one of its kind that is served: in one transaction,
	 * for which writers wait. Stores that are open go on searching the space they were
	 * opened for, and may not write any more; those that are opened from now on must be
	 * opened for this space. Does nothing if it is served.
	 * @param id the space's id
	 * @throws dev.semblance.retrieval.store.StoreException if documents lack vectors in
	 * it, or it lacks an index
	 */
	void switchTo(String id);

	/**
	 * Goes back to the space that was served last, whether it has an index or not. What
	 * was written since lacks vectors there: a re-embedding with its model fills them in.
	 * @param kind dense or sparse
	 * @return the id of the space that is served now
	 * @throws dev.semblance.retrieval.store.StoreException if there is none, or documents
	 * lack vectors in it
	 */
	String rollBack(SpaceKind kind);

	/**
	 * Drops a space with all its vectors. A store that searches it, and a re-embedding
	 * that fills it, fail from then on. For a moment nobody can write or search; if
	 * somebody has been reading for long, such as a dump, it is given up after seconds.
	 * @param id the space's id
	 * @throws dev.semblance.encoders.InvalidInputException if it is served
	 */
	void drop(String id);

}
