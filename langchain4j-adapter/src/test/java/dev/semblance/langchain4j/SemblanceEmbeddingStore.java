package dev.semblance.langchain4j;

import java.util.ArrayList;
import java.util.Collection;
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
import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.retrieval.Candidate;
import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.retrieval.filter.MetadataFilter;
import dev.semblance.retrieval.fusion.Fusion;
import dev.semblance.retrieval.store.DocumentStore;
import dev.semblance.retrieval.store.EmbeddedDocument;
import dev.semblance.retrieval.store.LegQuery;
import dev.semblance.retrieval.store.SearchRequest;
import org.jspecify.annotations.Nullable;

/**
 * The dense leg of a document store as a LangChain4j embedding store. Matches come
 * without their embeddings, which document stores do not give out. Does not own its
 * store, so whoever opened that closes it.
 */
final class SemblanceEmbeddingStore implements EmbeddingStore<TextSegment> {

	private static final MetadataFilter EVERYTHING = MetadataFilter.and();

	private final DocumentStore store;

	SemblanceEmbeddingStore(DocumentStore store) {
		EmbeddingSpace space = store.space();
		if (space == null || space.similarity() != SimilarityFunction.COSINE) {
			throw new IllegalArgumentException(
					"LangChain4j's scores are cosines, but the store's embedding space is %s.".formatted(space));
		}
		this.store = store;
	}

	@Override
	public String add(Embedding embedding) {
		return addAll(List.of(embedding)).get(0);
	}

	@Override
	public void add(String id, Embedding embedding) {
		addAll(List.of(id), List.of(embedding), null);
	}

	@Override
	public String add(Embedding embedding, TextSegment segment) {
		String id = Utils.randomUUID();
		this.store.upsert(List.of(new EmbeddedDocument(StoredSegment.document(id, segment), embedding.vector())));
		return id;
	}

	@Override
	public List<String> addAll(List<Embedding> embeddings) {
		List<String> ids = generateIds(embeddings.size());
		addAll(ids, embeddings, null);
		return ids;
	}

	@Override
	public void addAll(List<String> ids, List<Embedding> embeddings, @Nullable List<TextSegment> segments) {
		if (ids.size() != embeddings.size() || (segments != null && segments.size() != embeddings.size())) {
			throw new IllegalArgumentException("There are %d ids and %s segments for %d embeddings."
				.formatted(ids.size(), (segments != null) ? segments.size() : "no", embeddings.size()));
		}
		List<EmbeddedDocument> documents = new ArrayList<>();
		for (int i = 0; i < ids.size(); i++) {
			TextSegment segment = (segments != null) ? segments.get(i) : null;
			documents
				.add(new EmbeddedDocument(StoredSegment.document(ids.get(i), segment), embeddings.get(i).vector()));
		}
		this.store.upsert(documents);
	}

	@Override
	public void removeAll(Collection<String> ids) {
		this.store.delete(ValidationUtils.ensureNotEmpty(ids, "ids"));
	}

	@Override
	public void removeAll(Filter filter) {
		this.store.delete(FilterTranslation.of(ValidationUtils.ensureNotNull(filter, "filter")));
	}

	@Override
	public void removeAll() {
		this.store.delete(EVERYTHING);
	}

	@Override
	public EmbeddingSearchResult<TextSegment> search(EmbeddingSearchRequest request) {
		Filter filter = request.filter();
		LegQuery query = new LegQuery.DenseQuery(request.queryEmbedding().vector(), 1, false);
		List<Candidate> candidates = this.store.search(new SearchRequest(List.of(query), Fusion.named("rrf"),
				request.maxResults(), request.maxResults(), (filter != null) ? FilterTranslation.of(filter) : null));
		return new EmbeddingSearchResult<>(candidates.stream()
			.map(SemblanceEmbeddingStore::match)
			.filter((match) -> match.score() >= request.minScore())
			.toList());
	}

	private static EmbeddingMatch<TextSegment> match(Candidate candidate) {
		return new EmbeddingMatch<>(RelevanceScore.fromCosineSimilarity(candidate.score()), candidate.document().id(),
				null, StoredSegment.segment(candidate.document()));
	}

}
