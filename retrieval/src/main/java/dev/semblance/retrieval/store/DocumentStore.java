package dev.semblance.retrieval.store;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dev.semblance.retrieval.Candidate;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.retrieval.SparseSpace;
import dev.semblance.retrieval.bm25.CorpusStatistics;
import dev.semblance.retrieval.filter.MetadataFilter;
import org.jspecify.annotations.Nullable;

/**
 * A place where documents and their vectors are kept and searched. Safe for concurrent
 * callers until it is closed; closing waits for the calls in flight, may be repeated, and
 * every call after it fails with an {@link IllegalStateException}. What a call has
 * written is durable, and visible to every later search, when the call returns.
 */
public interface DocumentStore extends AutoCloseable {

	/**
	 * Returns the space of the dense vectors.
	 * @return the space, or {@code null} if the store keeps no dense vectors
	 */
	@Nullable EmbeddingSpace space();

	/**
	 * Returns the space of the sparse vectors.
	 * @return the space, or {@code null} if the store keeps no sparse vectors
	 */
	@Nullable SparseSpace sparseSpace();

	/**
	 * Adds documents, replacing those with the same ids. All are checked before any is
	 * written.
	 * @param documents the documents; of several with one id the last wins
	 * @throws dev.semblance.encoders.InvalidInputException if a vector is missing, has
	 * the wrong length or is not finite
	 * @throws StoreException if writing fails
	 */
	void upsert(List<EmbeddedDocument> documents);

	/**
	 * Tells which documents need not be written, because they are stored as they are:
	 * with the same text and metadata, and all the vectors that the store keeps.
	 * @param documents the documents
	 * @return the ids of those that are stored
	 */
	default Set<String> unchanged(Collection<Document> documents) {
		Set<Document> stored = new HashSet<>(find(documents.stream().map(Document::id).toList()));
		return documents.stream().filter(stored::contains).map(Document::id).collect(Collectors.toSet());
	}

	/**
	 * Builds what makes a large store fast to search, if that is better done once after
	 * many documents were written than along with each. Searches and writes go on
	 * meanwhile. Does nothing if nothing is missing.
	 * @throws StoreException if building fails; the store can be used all the same
	 */
	default void buildIndexes() {
	}

	/**
	 * Deletes documents by id.
	 * @param ids the ids; unknown ones are skipped
	 * @return how many documents were deleted
	 */
	long delete(Collection<String> ids);

	/**
	 * Deletes the documents that meet a condition.
	 * @param filter the condition
	 * @return how many documents were deleted
	 */
	long delete(MetadataFilter filter);

	/**
	 * Reads documents by id.
	 * @param ids the ids
	 * @return the documents that exist, in no particular order
	 */
	List<Document> find(Collection<String> ids);

	/**
	 * Searches.
	 * @param request what to search for
	 * @return the candidates, best first; ties are in the order of their ids
	 * @throws dev.semblance.encoders.InvalidInputException if a leg cannot be answered by
	 * this store, or a query vector has the wrong length
	 */
	List<Candidate> search(SearchRequest request);

	/**
	 * Describes the texts for a BM25 encoder. It reads the whole vocabulary, so keep the
	 * result.
	 * @return the statistics, or {@code null} if the store keeps none or holds no text
	 * with a term
	 */
	default @Nullable CorpusStatistics corpusStatistics() {
		return null;
	}

	/**
	 * Counts the documents.
	 * @return how many there are
	 */
	long count();

	/**
	 * Counts the documents that meet a condition.
	 * @param filter the condition
	 * @return how many there are
	 */
	long count(MetadataFilter filter);

	/**
	 * Releases the store. Does not throw.
	 */
	@Override
	void close();

}
