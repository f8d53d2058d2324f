package dev.semblance.boot;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import dev.semblance.retrieval.Candidate;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.retrieval.SparseSpace;
import dev.semblance.retrieval.filter.MetadataFilter;
import dev.semblance.retrieval.store.DocumentStore;
import dev.semblance.retrieval.store.EmbeddedDocument;
import dev.semblance.retrieval.store.SearchRequest;
import org.jspecify.annotations.Nullable;

/**
 * An application's own store, for the vectors of {@link StubEncoder}: holds nothing and
 * records the searches.
 */
public final class StubStore implements DocumentStore {

	public final List<SearchRequest> searches = new ArrayList<>();

	@Override
	public EmbeddingSpace space() {
		return EmbeddingSpace.of(StubEncoder.MODEL);
	}

	@Override
	public @Nullable SparseSpace sparseSpace() {
		return null;
	}

	@Override
	public void upsert(List<EmbeddedDocument> documents) {
	}

	@Override
	public long delete(Collection<String> ids) {
		return 0;
	}

	@Override
	public long delete(MetadataFilter filter) {
		return 0;
	}

	@Override
	public List<Document> find(Collection<String> ids) {
		return List.of();
	}

	@Override
	public List<Candidate> search(SearchRequest request) {
		this.searches.add(request);
		return List.of();
	}

	@Override
	public long count() {
		return 0;
	}

	@Override
	public long count(MetadataFilter filter) {
		return 0;
	}

	@Override
	public void close() {
	}

}
