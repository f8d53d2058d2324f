package dev.semblance.retrieval.pipeline;

import java.util.List;

import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.SparseEncoder;
import dev.semblance.encoders.SparseVector;
import dev.semblance.retrieval.Candidate;
import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.retrieval.Leg;
import dev.semblance.retrieval.filter.MetadataFilter;
import dev.semblance.retrieval.store.DocumentStore;
import dev.semblance.retrieval.store.LegQuery;
import dev.semblance.retrieval.store.SearchRequest;
import org.jspecify.annotations.Nullable;

/**
 * Answers a query from a store: encodes it once for each leg, asks the legs and fuses
 * what they find. Safe for concurrent callers. Does not own its encoders and its store.
 */
public final class Retriever {

	private final DocumentStore store;

	private final LegEncoders encoders;

	private final RetrieverSettings settings;

	/**
	 * Creates a retriever.
	 * @param store the store to search
	 * @param encoders the encoders that filled the store; those of legs that are not
	 * asked are not needed
	 * @param settings how to search
	 * @throws InvalidInputException if the dense or the sparse leg is asked and there is
	 * no encoder for it, or the store was filled by another model
	 */
	public Retriever(DocumentStore store, LegEncoders encoders, RetrieverSettings settings) {
		if (settings.weights().containsKey(Leg.DENSE)) {
			requireSameSpace(store, encoders.dense());
		}
		if (settings.weights().containsKey(Leg.SPARSE)) {
			requireSameSpace(store, encoders.sparse());
		}
		this.store = store;
		this.encoders = encoders;
		this.settings = settings;
	}

	/**
	 * Returns how the retriever searches.
	 * @return the settings
	 */
	public RetrieverSettings settings() {
		return this.settings;
	}

	/**
	 * Finds the documents that answer a query best.
	 * @param query the query; not blank
	 * @param limit largest number of candidates
	 * @return the candidates, best first
	 * @throws InvalidInputException if the query is blank or the limit out of range
	 */
	public List<Candidate> retrieve(String query, int limit) {
		return retrieve(query, limit, null);
	}

	/**
	 * Finds the documents that answer a query best and meet a condition.
	 * @param query the query; not blank
	 * @param limit largest number of candidates
	 * @param filter the condition, if any
	 * @return the candidates, best first
	 * @throws InvalidInputException if the query is blank or the limit out of range
	 */
	public List<Candidate> retrieve(String query, int limit, @Nullable MetadataFilter filter) {
		if (query.isBlank()) {
			throw new InvalidInputException("The query is empty.", "Ask something.");
		}
		List<LegQuery> legs = this.settings.weights()
			.entrySet()
			.stream()
			.map((leg) -> legQuery(leg.getKey(), leg.getValue(), query))
			.toList();
		return this.store.search(new SearchRequest(legs, this.settings.fusion(), limit,
				Math.max(limit, this.settings.window()), filter));
	}

	private LegQuery legQuery(Leg leg, double weight, String query) {
		return switch (leg) {
			case DENSE -> new LegQuery.DenseQuery(denseVector(query), weight, this.settings.exact());
			case SPARSE -> new LegQuery.SparseQuery(sparseVector(query), weight);
			case LEXICAL -> new LegQuery.LexicalQuery(query, weight);
		};
	}

	private float[] denseVector(String query) {
		DenseEncoder encoder = this.encoders.dense();
		if (encoder == null) {
			throw new IllegalStateException("The dense leg was checked to have an encoder.");
		}
		return encoder.encodeQuery(query);
	}

	private SparseVector sparseVector(String query) {
		SparseEncoder encoder = this.encoders.sparse();
		if (encoder == null) {
			throw new IllegalStateException("The sparse leg was checked to have an encoder.");
		}
		return encoder.encodeQuery(query);
	}

	private static void requireSameSpace(DocumentStore store, @Nullable DenseEncoder encoder) {
		if (encoder == null) {
			throw new InvalidInputException("The dense leg is asked without an encoder.",
					"Give the retriever an encoder or leave out the dense leg.");
		}
		EmbeddingSpace space = EmbeddingSpace.of(encoder.model());
		if (!space.equals(store.space())) {
			throw new InvalidInputException(
					"The store holds vectors of %s, the encoder makes vectors of %s.".formatted(store.space(), space),
					"Use the model that filled the store, or fill another store.");
		}
	}

	private static void requireSameSpace(DocumentStore store, @Nullable SparseEncoder encoder) {
		if (encoder == null) {
			throw new InvalidInputException("The sparse leg is asked without an encoder.",
					"Give the retriever a sparse encoder or leave out the sparse leg.");
		}
		LegEncoders.requireSameSpace(store, encoder);
	}

}
