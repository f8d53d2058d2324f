package dev.semblance.retrieval;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

import dev.semblance.encoders.SparseVector;
import dev.semblance.retrieval.filter.MetadataFilter;
import dev.semblance.retrieval.fusion.RankedLeg;
import dev.semblance.retrieval.store.DocumentStore;
import dev.semblance.retrieval.store.EmbeddedDocument;
import dev.semblance.retrieval.store.LegQuery;
import dev.semblance.retrieval.store.SearchRequest;
import org.jspecify.annotations.Nullable;

/**
 * A document store in a map, by the book and without an index. The lexical leg counts
 * common words.
 */
public final class MapStore implements DocumentStore {

	private final @Nullable EmbeddingSpace space;

	private final @Nullable SparseSpace sparseSpace;

	private final Map<String, EmbeddedDocument> documents = new LinkedHashMap<>();

	private final List<SearchRequest> requests = new ArrayList<>();

	private int indexBuilds;

	/**
	 * Creates an empty store.
	 * @param space the space of its vectors, if it keeps any
	 */
	public MapStore(@Nullable EmbeddingSpace space) {
		this(space, null);
	}

	/**
	 * Creates an empty store.
	 * @param space the space of its dense vectors, if it keeps any
	 * @param sparseSpace the space of its sparse vectors, if it keeps any
	 */
	public MapStore(@Nullable EmbeddingSpace space, @Nullable SparseSpace sparseSpace) {
		this.space = space;
		this.sparseSpace = sparseSpace;
	}

	/**
	 * Returns the searches so far.
	 * @return the requests
	 */
	public List<SearchRequest> requests() {
		return this.requests;
	}

	/**
	 * Reads a vector.
	 * @param id a document's id
	 * @return its dense vector, if it has one
	 */
	public float @Nullable [] vector(String id) {
		EmbeddedDocument document = this.documents.get(id);
		return (document != null) ? document.denseVector() : null;
	}

	/**
	 * Reads a sparse vector.
	 * @param id a document's id
	 * @return its sparse vector, if it has one
	 */
	public @Nullable SparseVector sparseVector(String id) {
		EmbeddedDocument document = this.documents.get(id);
		return (document != null) ? document.sparseVector() : null;
	}

	@Override
	public @Nullable EmbeddingSpace space() {
		return this.space;
	}

	@Override
	public @Nullable SparseSpace sparseSpace() {
		return this.sparseSpace;
	}

	@Override
	public void upsert(List<EmbeddedDocument> added) {
		added.forEach((document) -> this.documents.put(document.document().id(), document));
	}

	@Override
	public long delete(Collection<String> ids) {
		return ids.stream().filter((id) -> this.documents.remove(id) != null).count();
	}

	@Override
	public long delete(MetadataFilter filter) {
		return delete(this.documents.values()
			.stream()
			.map(EmbeddedDocument::document)
			.filter((document) -> filter.matches(document.metadata()))
			.map(Document::id)
			.toList());
	}

	@Override
	public List<Document> find(Collection<String> ids) {
		Set<String> wanted = new HashSet<>(ids);
		return this.documents.values()
			.stream()
			.map(EmbeddedDocument::document)
			.filter((document) -> wanted.contains(document.id()))
			.toList();
	}

	@Override
	public List<Candidate> search(SearchRequest request) {
		this.requests.add(request);
		List<RankedLeg> legs = request.legs().stream().map((leg) -> ranked(leg, request)).toList();
		return request.fusion()
			.fuse(legs)
			.stream()
			.limit(request.limit())
			.map((entry) -> new Candidate(find(List.of(entry.id())).get(0), entry.score(), entry.legs()))
			.toList();
	}

	@Override
	public void buildIndexes() {
		this.indexBuilds++;
	}

	/**
	 * Returns how often indexes were to be built.
	 * @return the number
	 */
	public int indexBuilds() {
		return this.indexBuilds;
	}

	@Override
	public long count() {
		return this.documents.size();
	}

	@Override
	public long count(MetadataFilter filter) {
		return this.documents.values()
			.stream()
			.filter((document) -> filter.matches(document.document().metadata()))
			.count();
	}

	@Override
	public void close() {
		// Nothing to release.
	}

	private RankedLeg ranked(LegQuery query, SearchRequest request) {
		ToDoubleFunction<EmbeddedDocument> score = scoring(query);
		return new RankedLeg(query.leg(), query.weight(), this.documents.values()
			.stream()
			.filter((document) -> request.filter() == null || request.filter().matches(document.document().metadata()))
			.map((document) -> new RankedLeg.Entry(document.document().id(), score.applyAsDouble(document)))
			.sorted(Comparator.comparingDouble(RankedLeg.Entry::score).reversed().thenComparing(RankedLeg.Entry::id))
			.limit(request.window())
			.toList());
	}

	private ToDoubleFunction<EmbeddedDocument> scoring(LegQuery query) {
		if (query instanceof LegQuery.DenseQuery dense) {
			return (document) -> similarity(dense.vector(), document.denseVector());
		}
		if (query instanceof LegQuery.SparseQuery sparse) {
			return (document) -> innerProduct(sparse.vector(), document.sparseVector());
		}
		if (query instanceof LegQuery.LexicalQuery lexical) {
			return (document) -> commonWords(lexical.text(), document.document().text());
		}
		throw new IllegalArgumentException("Unknown leg " + query.leg());
	}

	private double similarity(float[] query, float @Nullable [] document) {
		if (this.space == null || document == null) {
			throw new IllegalStateException("The store keeps no vectors.");
		}
		return this.space.similarity().between(query, document);
	}

	private static double innerProduct(SparseVector query, @Nullable SparseVector document) {
		if (document == null) {
			throw new IllegalStateException("The store keeps no sparse vectors.");
		}
		return query.dot(document);
	}

	private static double commonWords(String query, String text) {
		Set<String> words = new HashSet<>(List.of(text.toLowerCase(Locale.ROOT).split("\\W+")));
		words.retainAll(Set.of(query.toLowerCase(Locale.ROOT).split("\\W+")));
		return words.size();
	}

}
