package dev.semblance.store.lucene;

import java.util.List;
import java.util.Map;

import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.retrieval.Candidate;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.retrieval.filter.MetadataFilter;
import dev.semblance.retrieval.fusion.Fusion;
import dev.semblance.retrieval.store.EmbeddedDocument;
import dev.semblance.retrieval.store.LegQuery;
import dev.semblance.retrieval.store.SearchRequest;
import org.jspecify.annotations.Nullable;

/**
 * Short forms of what the tests write and ask.
 */
final class Searches {

	private Searches() {
	}

	static EmbeddingSpace space(int dimensions, SimilarityFunction similarity) {
		return new EmbeddingSpace("model", dimensions, similarity);
	}

	static EmbeddedDocument text(String id, String text) {
		return new EmbeddedDocument(new Document(id, text), null);
	}

	static EmbeddedDocument metadata(String id, Map<String, Object> metadata) {
		return new EmbeddedDocument(new Document(id, "", metadata), null);
	}

	static EmbeddedDocument vector(String id, float... vector) {
		return new EmbeddedDocument(new Document(id, ""), vector);
	}

	static SearchRequest lexical(String text, int limit) {
		return lexical(text, limit, null);
	}

	static SearchRequest lexical(String text, int limit, @Nullable MetadataFilter filter) {
		return request(List.of(new LegQuery.LexicalQuery(text, 1)), limit, filter);
	}

	static SearchRequest dense(float[] vector, int limit, boolean exact) {
		return dense(vector, limit, exact, null);
	}

	static SearchRequest dense(float[] vector, int limit, boolean exact, @Nullable MetadataFilter filter) {
		return request(List.of(new LegQuery.DenseQuery(vector, 1, exact)), limit, filter);
	}

	static SearchRequest request(List<LegQuery> legs, int limit, @Nullable MetadataFilter filter) {
		return new SearchRequest(legs, Fusion.named("rrf"), limit, limit, filter);
	}

	static List<String> ids(List<Candidate> candidates) {
		return candidates.stream().map((candidate) -> candidate.document().id()).toList();
	}

}
