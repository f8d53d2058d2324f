package dev.semblance.store.pgvector.reembedding;

import java.util.List;
import java.util.function.Consumer;

import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.SparseEncoder;
import dev.semblance.store.pgvector.IndexProgress;

/**
 * Gives a collection the vectors of another model while it is in use: fill, build the
 * index, compare, switch over. Whatever is done stays done: a process that goes on where
 * another was killed needs to do nothing but the same again, and several may fill at
 * once. Works on the documents of all tenants, whatever tenant the builder is set to, so
 * the role must see them all.
 * <p>
 * Does not own its encoder. Safe for concurrent callers; closing ends what is being
 * filled or built, and waits for it.
 */
public interface Reembedding extends AutoCloseable {

	/**
	 * Returns the space that is filled.
	 * @return its id, for {@link CollectionSpaces}
	 */
	String space();

	/**
	 * Encodes the documents that lack a vector, until hardly any do; who writes meanwhile
	 * need know nothing of it. What is encoded is the text alone, in the role of a
	 * document. A document that the encoder refuses is left out and reported.
	 * <p>
	 * When it fails, what was written stays. So it is when its thread is interrupted: it
	 * ends between two batches, or in the middle of encoding one, and the thread is still
	 * marked as interrupted.
	 * @param settings how fast
	 * @param progress told after every batch what has been done so far
	 * @return what was done
	 * @throws dev.semblance.retrieval.store.StoreException if the server refuses, or the
	 * space was dropped meanwhile
	 * @throws dev.semblance.encoders.InvalidInputException if the encoder refuses more
	 * than a thousand documents
	 */
	FillReport fill(FillSettings settings, Consumer<FillReport> progress);

	/**
	 * Builds the HNSW indexes that the space lacks; see
	 * {@link CollectionSpaces#buildIndexes}.
	 * @param progress told now and then how far it is, in a thread of its own
	 * @return how many were built
	 */
	int buildIndexes(Consumer<IndexProgress> progress);

	/**
	 * Compares what the space finds with what the served one finds, by documents drawn
	 * from the collection; see {@link CollectionSpaces#compare}.
	 * @param sample how many documents to draw, from 1 to 10,000
	 * @param k how many documents each is to find, from 1 to 1,000
	 * @param seed decides which documents are drawn
	 * @return how alike the results are
	 */
	SpaceComparison compare(int sample, int k, long seed);

	/**
	 * Compares by queries, among the documents of the builder's tenant.
	 * @param queries what users ask; 1 to 10,000
	 * @param served the encoder of the served space
	 * @param k how many documents each query is to find, from 1 to 1,000
	 * @return how alike the results are
	 * @throws dev.semblance.encoders.InvalidInputException if the served space is of
	 * another model than the encoder's, or of the other kind
	 */
	SpaceComparison compare(List<String> queries, DenseEncoder served, int k);

	/**
	 * Compares sparse vectors by queries, among the documents of the builder's tenant.
	 * @param queries what users ask; 1 to 10,000
	 * @param served the encoder of the served space
	 * @param k how many documents each query is to find, from 1 to 1,000
	 * @return how alike the results are
	 * @throws dev.semblance.encoders.InvalidInputException if the served space is of
	 * another model than the encoder's, or of the other kind
	 */
	SpaceComparison compare(List<String> queries, SparseEncoder served, int k);

	/**
	 * Encodes what was written since the last call of {@link #fill}, and serves the space
	 * instead of the one of its kind that is served: in one transaction, for which
	 * writers wait, at most as long as a statement may take. In it the last few documents
	 * are encoded. Stores that are open go on searching the space they were opened for,
	 * and may not write any more; those that are opened from now on must be opened for
	 * this space.
	 * @throws dev.semblance.retrieval.store.StoreException if more documents lack vectors
	 * than can be encoded in time, the encoder refuses one, or the space lacks an index
	 */
	void switchOver();

	/**
	 * Returns how many sparse vectors had more active dimensions than are kept.
	 * @return the number
	 */
	long cutSparseVectors();

	/**
	 * Ends what is being done, and waits for it. Does not throw.
	 */
	@Override
	void close();

}
