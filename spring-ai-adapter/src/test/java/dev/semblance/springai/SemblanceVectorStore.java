package dev.semblance.springai;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.retrieval.Candidate;
import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.retrieval.fusion.Fusion;
import dev.semblance.retrieval.store.DocumentStore;
import dev.semblance.retrieval.store.EmbeddedDocument;
import dev.semblance.retrieval.store.LegQuery;

import org.springframework.ai.document.Document;
import org.springframework.ai.document.DocumentMetadata;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.ai.vectorstore.SearchRequest;
import org.springframework.ai.vectorstore.VectorStore;
import org.springframework.ai.vectorstore.filter.Filter;

/**
 * The dense leg of a document store as a Spring AI vector store. Scores are cosines, and
 * a threshold of 0 accepts all. Does not own its store, so whoever opened that closes it.
 */
final class SemblanceVectorStore implements VectorStore {

	private final DocumentStore store;

	private final EmbeddingModel model;

	SemblanceVectorStore(DocumentStore store, EmbeddingModel model) {
		EmbeddingSpace space = store.space();
		if (space == null || space.similarity() != SimilarityFunction.COSINE) {
			throw new IllegalArgumentException(
					"Spring AI's scores are cosines, but the store's embedding space is %s.".formatted(space));
		}
		this.store = store;
		this.model = model;
	}

	@Override
	public void add(List<Document> documents) {
		// The model makes batches of its own.
		List<float[]> vectors = this.model.embed(documents, EmbeddingOptions.builder().build(), List::of);
		List<EmbeddedDocument> embedded = new ArrayList<>();
		for (int i = 0; i < vectors.size(); i++) {
			embedded.add(new EmbeddedDocument(stored(documents.get(i)), vectors.get(i)));
		}
		this.store.upsert(embedded);
	}

	@Override
	public void delete(List<String> ids) {
		this.store.delete(ids);
	}

	@Override
	public void delete(Filter.Expression filter) {
		this.store.delete(FilterTranslation.of(filter));
	}

	@Override
	public List<Document> similaritySearch(SearchRequest request) {
		if (request.getTopK() == 0) {
			return List.of();
		}
		Filter.Expression filter = request.getFilterExpression();
		LegQuery query = new LegQuery.DenseQuery(this.model.embed(request.getQuery()), 1, false);
		double threshold = request.getSimilarityThreshold();
		return this.store
			.search(new dev.semblance.retrieval.store.SearchRequest(List.of(query), Fusion.named("rrf"),
					request.getTopK(), request.getTopK(), (filter != null) ? FilterTranslation.of(filter) : null))
			.stream()
			.filter((candidate) -> threshold == SearchRequest.SIMILARITY_THRESHOLD_ACCEPT_ALL
					|| candidate.score() >= threshold)
			.map(SemblanceVectorStore::found)
			.toList();
	}

	private static dev.semblance.retrieval.Document stored(Document document) {
		// The model has refused documents without text.
		String text = Objects.requireNonNull(document.getText());
		return new dev.semblance.retrieval.Document(document.getId(), text, document.getMetadata());
	}

	private static Document found(Candidate candidate) {
		Map<String, Object> metadata = new HashMap<>(candidate.document().metadata());
		metadata.put(DocumentMetadata.DISTANCE.value(), 1 - candidate.score());
		return Document.builder()
			.id(candidate.document().id())
			.text(candidate.document().text())
			.metadata(metadata)
			.score(candidate.score())
			.build();
	}

}
