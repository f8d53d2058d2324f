package dev.semblance.springai;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.encoders.SparseEncoder;
import dev.semblance.encoders.SparseVector;
import dev.semblance.retrieval.Candidate;
import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.retrieval.SparseSpace;
import dev.semblance.retrieval.fusion.Fusion;
import dev.semblance.retrieval.store.DocumentStore;
import dev.semblance.retrieval.store.EmbeddedDocument;
import dev.semblance.retrieval.store.LegQuery;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.document.Document;
import org.springframework.ai.document.DocumentMetadata;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.ai.vectorstore.AbstractVectorStoreBuilder;
import org.springframework.ai.vectorstore.SearchRequest;
import org.springframework.ai.vectorstore.filter.Filter;
import org.springframework.ai.vectorstore.observation.AbstractObservationVectorStore;
import org.springframework.ai.vectorstore.observation.VectorStoreObservationContext;

/**
 * The dense leg of a document store as a Spring AI vector store. A document's score is
 * the similarity that the store's embedding space compares by: the cosine, the inner
 * product, or a negated distance. Its metadata hold the distance, too, where there is
 * one.
 * <p>
 * Metadata are what the store keeps: strings, booleans and numbers. Filters may use all
 * of Spring AI's expressions on them; {@code NE}, {@code NIN} and {@code NOT} also hold
 * for documents without the key, and a comparison with a value of another kind never
 * does. Points in time are refused, in metadata and in filters.
 * <p>
 * A similarity threshold of 0 accepts all. Where similarities are distances there is no
 * other, because Spring AI's thresholds lie between 0 and 1.
 * <p>
 * Safe for concurrent callers. Does not own its store, so whoever opened that closes it.
 * Failures of store and model arrive as they are, see {@link DocumentStore}.
 */
public final class SemblanceVectorStore extends AbstractObservationVectorStore {

	private static final String DATABASE_SYSTEM = "semblance";

	private final DocumentStore store;

	private final EmbeddingSpace space;

	private final @Nullable SparseEncoder sparseEncoder;

	private final boolean buildIndexes;

	private SemblanceVectorStore(Builder builder, EmbeddingSpace space) {
		super(builder);
		this.store = builder.store;
		this.space = space;
		this.sparseEncoder = builder.sparseEncoder;
		this.buildIndexes = builder.buildIndexes;
	}

	/**
	 * Starts building a vector store.
	 * @param store keeps the documents
	 * @param embeddingModel makes the vectors, of documents and of queries
	 * @return a builder
	 */
	public static Builder builder(DocumentStore store, EmbeddingModel embeddingModel) {
		return new Builder(store, embeddingModel);
	}

	@Override
	public void doAdd(List<Document> documents) {
		if (documents.isEmpty()) {
			return;
		}
		List<dev.semblance.retrieval.Document> stored = documents.stream().map(SemblanceVectorStore::stored).toList();
		List<@Nullable SparseVector> sparse = sparseVectors(documents);
		List<float[]> dense = this.embeddingModel.embed(documents, EmbeddingOptions.builder().build(),
				this.batchingStrategy);
		List<EmbeddedDocument> embedded = new ArrayList<>(documents.size());
		for (int i = 0; i < documents.size(); i++) {
			embedded.add(new EmbeddedDocument(stored.get(i), dense.get(i), sparse.get(i)));
		}
		this.store.upsert(embedded);
		if (this.buildIndexes) {
			this.store.buildIndexes();
		}
	}

	@Override
	public void doDelete(List<String> ids) {
		this.store.delete(ids);
	}

	@Override
	protected void doDelete(Filter.Expression filter) {
		this.store.delete(FilterTranslation.of(filter));
	}

	@Override
	public List<Document> doSimilaritySearch(SearchRequest request) {
		double threshold = request.getSimilarityThreshold();
		boolean acceptsAll = threshold == SearchRequest.SIMILARITY_THRESHOLD_ACCEPT_ALL;
		if (!acceptsAll && isDistance()) {
			throw new InvalidInputException(
					"The search has a similarity threshold of %s, but %s compares by a distance.".formatted(threshold,
							this.space),
					"Leave the threshold out, or use a model that compares by cosines.");
		}
		if (request.getTopK() == 0) {
			return List.of();
		}
		Filter.Expression filter = request.getFilterExpression();
		dev.semblance.retrieval.store.SearchRequest search = new dev.semblance.retrieval.store.SearchRequest(
				List.of(new LegQuery.DenseQuery(this.embeddingModel.embed(request.getQuery()), 1, false)),
				Fusion.named("rrf"), request.getTopK(), request.getTopK(),
				(filter != null) ? FilterTranslation.of(filter) : null);
		return this.store.search(search)
			.stream()
			.filter((candidate) -> acceptsAll || candidate.score() >= threshold)
			.map(this::found)
			.toList();
	}

	@Override
	public VectorStoreObservationContext.Builder createObservationContextBuilder(String operationName) {
		return VectorStoreObservationContext.builder(DATABASE_SYSTEM, operationName)
			.dimensions(this.space.dimensions())
			.similarityMetric(this.space.similarity().modelName());
	}

	/**
	 * Returns the store behind this one.
	 * @return the {@link DocumentStore}
	 */
	@Override
	@SuppressWarnings("unchecked")
	public <T> Optional<T> getNativeClient() {
		return Optional.of((T) this.store);
	}

	private List<@Nullable SparseVector> sparseVectors(List<Document> documents) {
		SparseSpace kept = this.store.sparseSpace();
		if (this.sparseEncoder != null) {
			return new ArrayList<>(this.sparseEncoder.encodeDocuments(Texts.of(documents)));
		}
		if (kept != null) {
			throw new InvalidInputException("The store keeps sparse vectors of %s, too.".formatted(kept),
					"Give the vector store's builder the sparse encoder of that model.");
		}
		List<@Nullable SparseVector> none = new ArrayList<>();
		documents.forEach((document) -> none.add(null));
		return none;
	}

	private static dev.semblance.retrieval.Document stored(Document document) {
		return new dev.semblance.retrieval.Document(document.getId(), Texts.of(document), document.getMetadata());
	}

	private Document found(Candidate candidate) {
		Map<String, Object> metadata = new HashMap<>(candidate.document().metadata());
		if (isDistance()) {
			metadata.put(DocumentMetadata.DISTANCE.value(), -candidate.score());
		}
		else if (this.space.similarity() == SimilarityFunction.COSINE) {
			metadata.put(DocumentMetadata.DISTANCE.value(), 1 - candidate.score());
		}
		return Document.builder()
			.id(candidate.document().id())
			.text(candidate.document().text())
			.metadata(metadata)
			.score(candidate.score())
			.build();
	}

	private boolean isDistance() {
		SimilarityFunction similarity = this.space.similarity();
		return similarity == SimilarityFunction.EUCLIDEAN || similarity == SimilarityFunction.MANHATTAN;
	}

	/**
	 * Builds a {@link SemblanceVectorStore}. The batching strategy is handed to the
	 * embedding model, and a {@link SemblanceEmbeddingModel} does not use it.
	 */
	public static final class Builder extends AbstractVectorStoreBuilder<Builder> {

		private final DocumentStore store;

		private @Nullable SparseEncoder sparseEncoder;

		private boolean buildIndexes = true;

		private Builder(DocumentStore store, EmbeddingModel embeddingModel) {
			super(embeddingModel);
			this.store = store;
		}

		/**
		 * Sets what makes the sparse vectors of documents. A store that keeps such
		 * vectors takes in no document without one.
		 * @param sparseEncoder an encoder of the model that the store was opened for
		 * @return this builder
		 */
		public Builder sparseEncoder(SparseEncoder sparseEncoder) {
			this.sparseEncoder = sparseEncoder;
			return this;
		}

		/**
		 * Sets whether adding documents has the store build the indexes that it lacks,
		 * see {@link DocumentStore#buildIndexes()}. It does if not set otherwise; set it
		 * to {@code false} if indexes are built elsewhere.
		 * @param buildIndexes whether to build them
		 * @return this builder
		 */
		public Builder buildIndexes(boolean buildIndexes) {
			this.buildIndexes = buildIndexes;
			return this;
		}

		/**
		 * Builds the vector store.
		 * @return the vector store
		 * @throws InvalidInputException if the store keeps no dense vectors, or was
		 * opened for other models than those that are to make its vectors
		 */
		@Override
		public SemblanceVectorStore build() {
			EmbeddingSpace space = this.store.space();
			if (space == null) {
				throw new InvalidInputException("The store keeps no dense vectors.",
						"Open it with the space of the model that makes them.");
			}
			if (this.embeddingModel instanceof SemblanceEmbeddingModel model) {
				requireSame(space, model.space());
			}
			if (this.sparseEncoder != null) {
				requireSame(this.store.sparseSpace(), SparseSpace.of(this.sparseEncoder.model()));
			}
			return new SemblanceVectorStore(this, space);
		}

		private static void requireSame(@Nullable Object kept, Object made) {
			if (!made.equals(kept)) {
				throw new InvalidInputException(
						"The store holds %s, the model makes vectors of %s."
							.formatted((kept != null) ? "vectors of " + kept : "no such vectors", made),
						"Use the model that filled the store, or fill another store.");
			}
		}

	}

}
