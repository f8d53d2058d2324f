package dev.semblance.langchain4j;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.internal.Utils;
import dev.langchain4j.internal.ValidationUtils;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingSearchResult;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.RelevanceScore;
import dev.langchain4j.store.embedding.filter.Filter;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.encoders.SparseEncoder;
import dev.semblance.encoders.SparseVector;
import dev.semblance.encoders.TextRole;
import dev.semblance.retrieval.Candidate;
import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.retrieval.filter.MetadataFilter;
import dev.semblance.retrieval.fusion.Fusion;
import dev.semblance.retrieval.pipeline.LegEncoders;
import dev.semblance.retrieval.store.DocumentStore;
import dev.semblance.retrieval.store.EmbeddedDocument;
import dev.semblance.retrieval.store.LegQuery;
import dev.semblance.retrieval.store.SearchRequest;
import org.jspecify.annotations.Nullable;

/**
 * The dense leg of a document store as a LangChain4j embedding store. A text segment is a
 * document under the embedding's id, so what is added here is also found by the other
 * legs of the same store: see {@link SemblanceContentRetriever} for hybrid search. The
 * text of a search request is not used.
 * <p>
 * Scores are (cosine + 1) / 2, from 0 to 1, as LangChain4j demands. Matches come without
 * their embeddings, which document stores do not give out. A UUID in metadata comes back
 * as text, and so does a boolean that others have written; whole numbers come back as
 * {@link Long} and others as {@link Double}, which {@code Metadata}'s getters convert.
 * <p>
 * Filters: every comparison, {@code isIn}, {@code isNotIn}, {@code and}, {@code or} and
 * {@code not}. {@code containsString} and the order of UUIDs are refused with an
 * {@link UnsupportedOperationException}. Where LangChain4j throws because a stored value
 * is of another kind than the one it is compared with, the comparison is false.
 * <p>
 * Safe for concurrent callers. Does not own its store and its encoder, so whoever opened
 * them closes them. Failures of the store arrive as they are, see {@link DocumentStore}.
 */
public final class SemblanceEmbeddingStore implements EmbeddingStore<TextSegment> {

	private static final MetadataFilter EVERYTHING = MetadataFilter.and();

	private static final Fusion NOT_USED = Fusion.named("rrf");

	private final DocumentStore store;

	private final @Nullable SparseEncoder sparseEncoder;

	/**
	 * Creates an embedding store over a document store. One that keeps sparse vectors,
	 * too, can be searched and removed from; adding to it needs a sparse encoder.
	 * @param store keeps the embeddings; of a space whose similarity is the cosine
	 * @throws InvalidInputException if the store has no dense leg, or another similarity
	 */
	public SemblanceEmbeddingStore(DocumentStore store) {
		this(store, null);
	}

	/**
	 * Creates an embedding store over a document store that keeps sparse vectors, too.
	 * @param store keeps the embeddings; of a space whose similarity is the cosine
	 * @param sparseEncoder makes the sparse vectors of the segments that are added, if
	 * the store keeps them
	 * @throws InvalidInputException if the store has no dense leg, or another similarity,
	 * or keeps no sparse vectors of this encoder
	 */
	public SemblanceEmbeddingStore(DocumentStore store, @Nullable SparseEncoder sparseEncoder) {
		EmbeddingSpace space = store.space();
		if (space == null) {
			throw new InvalidInputException("The store keeps no dense vectors, which is all that LangChain4j searches.",
					"Open the store with the embedding space of a dense encoder.");
		}
		if (space.similarity() != SimilarityFunction.COSINE) {
			throw new InvalidInputException(
					"LangChain4j's scores are cosines, but the store holds vectors of %s.".formatted(space),
					"Search it by a SemblanceContentRetriever, which keeps the store's own scores, "
							+ "or fill a store whose similarity is cosine.");
		}
		if (sparseEncoder != null) {
			LegEncoders.requireSameSpace(store, sparseEncoder);
		}
		this.store = store;
		this.sparseEncoder = sparseEncoder;
	}

	@Override
	public String add(Embedding embedding) {
		return addAll(List.of(embedding)).get(0);
	}

	@Override
	public void add(String id, Embedding embedding) {
		addAll(List.of(ValidationUtils.ensureNotBlank(id, "id")), List.of(embedding), null);
	}

	@Override
	public String add(Embedding embedding, TextSegment segment) {
		String id = Utils.randomUUID();
		addAll(List.of(id), List.of(embedding), Collections.singletonList(segment));
		return id;
	}

	@Override
	public List<String> addAll(List<Embedding> embeddings) {
		List<String> ids = generateIds(embeddings.size());
		addAll(ids, embeddings, null);
		return ids;
	}

	/**
	 * Adds embeddings, replacing those with the same ids. All are checked before any is
	 * written; then the store builds the indexes that it lacks, if it may.
	 * @param ids one per embedding, not blank; of several embeddings with one id the last
	 * wins
	 * @param embeddings the embeddings; with none nothing happens
	 * @param segments one per embedding, or {@code null} for embeddings without segments
	 * @throws IllegalArgumentException if the lists have different sizes
	 * @throws InvalidInputException if an embedding has the wrong length or is not
	 * finite, or metadata has a number that is not finite
	 */
	@Override
	public void addAll(List<String> ids, List<Embedding> embeddings, @Nullable List<TextSegment> segments) {
		ValidationUtils.ensureConsistentSizes(ids, embeddings, segments);
		if (Utils.isNullOrEmpty(ids)) {
			return;
		}
		List<SparseVector> sparse = sparseVectors(ids.size(), segments);
		List<EmbeddedDocument> documents = new ArrayList<>();
		for (int i = 0; i < ids.size(); i++) {
			TextSegment segment = (segments != null) ? segments.get(i) : null;
			documents.add(new EmbeddedDocument(StoredSegment.document(ids.get(i), segment), embeddings.get(i).vector(),
					(sparse != null) ? sparse.get(i) : null));
		}
		this.store.upsert(documents);
		this.store.buildIndexes();
	}

	private @Nullable List<SparseVector> sparseVectors(int count, @Nullable List<TextSegment> segments) {
		if (this.sparseEncoder == null) {
			return null;
		}
		List<String> texts = (segments != null) ? segments.stream().map(StoredSegment::text).toList()
				: Collections.nCopies(count, StoredSegment.text(null));
		return this.sparseEncoder.encode(texts, TextRole.DOCUMENT).vectors();
	}

	@Override
	public void removeAll(Collection<String> ids) {
		this.store.delete(ValidationUtils.ensureNotEmpty(ids, "ids"));
	}

	@Override
	public void removeAll(Filter filter) {
		this.store.delete(FilterTranslation.of(filter));
	}

	@Override
	public void removeAll() {
		this.store.delete(EVERYTHING);
	}

	/**
	 * Searches the nearest embeddings.
	 * @param request what to search for, with at most {@value SearchRequest#MAX_WINDOW}
	 * results; its text is not used
	 * @return the matches without their embeddings, best first; ties are in the order of
	 * their ids
	 * @throws UnsupportedOperationException if the filter has a condition that document
	 * stores do not have
	 * @throws InvalidInputException if the query's embedding has the wrong length, or
	 * there are to be too many results
	 */
	@Override
	public EmbeddingSearchResult<TextSegment> search(EmbeddingSearchRequest request) {
		Filter filter = request.filter();
		LegQuery query = new LegQuery.DenseQuery(request.queryEmbedding().vector(), 1, false);
		List<Candidate> candidates = this.store.search(new SearchRequest(List.of(query), NOT_USED, request.maxResults(),
				request.maxResults(), (filter != null) ? FilterTranslation.of(filter) : null));
		return new EmbeddingSearchResult<>(candidates.stream()
			.map(SemblanceEmbeddingStore::match)
			.filter((match) -> match.score() >= request.minScore())
			.toList());
	}

	private static EmbeddingMatch<TextSegment> match(Candidate candidate) {
		// Rounding brings the cosines of some equal vectors above 1.
		double cosine = Math.max(-1, Math.min(1, candidate.score()));
		return new EmbeddingMatch<>(RelevanceScore.fromCosineSimilarity(cosine), candidate.document().id(), null,
				StoredSegment.segment(candidate.document()));
	}

}
