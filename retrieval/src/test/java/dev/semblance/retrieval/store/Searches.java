package dev.semblance.retrieval.store;

import java.util.List;
import java.util.Map;

import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.encoders.SparseVector;
import dev.semblance.retrieval.Candidate;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.retrieval.SparseSpace;
import dev.semblance.retrieval.filter.MetadataFilter;
import dev.semblance.retrieval.fusion.Fusion;
import org.jspecify.annotations.Nullable;

/**
 * Short forms of what the tests of stores write and ask.
 */
public final class Searches {

	private Searches() {
	}

	public static EmbeddingSpace space(int dimensions, SimilarityFunction similarity) {
		return new EmbeddingSpace("model", dimensions, similarity);
	}

	public static EmbeddedDocument text(String id, String text) {
		return new EmbeddedDocument(new Document(id, text), null);
	}

	public static EmbeddedDocument metadata(String id, Map<String, Object> metadata) {
		return new EmbeddedDocument(new Document(id, "", metadata), null);
	}

	public static EmbeddedDocument vector(String id, float... vector) {
		return new EmbeddedDocument(new Document(id, ""), vector);
	}

	public static SparseSpace sparseSpace(int dimensions) {
		return new SparseSpace("sparse-model", dimensions);
	}

	/** Makes a sparse vector of pairs of index and value. */
	public static SparseVector sparseVector(int dimensions, double... entries) {
		int[] indices = new int[entries.length / 2];
		float[] values = new float[indices.length];
		for (int i = 0; i < indices.length; i++) {
			indices[i] = (int) entries[2 * i];
			values[i] = (float) entries[2 * i + 1];
		}
		return new SparseVector(dimensions, indices, values);
	}

	public static EmbeddedDocument sparse(String id, SparseVector vector) {
		return new EmbeddedDocument(new Document(id, ""), null, vector);
	}

	public static SearchRequest sparse(SparseVector vector, int limit) {
		return sparse(vector, limit, null);
	}

	public static SearchRequest sparse(SparseVector vector, int limit, @Nullable MetadataFilter filter) {
		return request(List.of(new LegQuery.SparseQuery(vector, 1)), limit, filter);
	}

	public static SearchRequest lexical(String text, int limit) {
		return lexical(text, limit, null);
	}

	public static SearchRequest lexical(String text, int limit, @Nullable MetadataFilter filter) {
		return request(List.of(new LegQuery.LexicalQuery(text, 1)), limit, filter);
	}

	public static SearchRequest dense(float[] vector, int limit, boolean exact) {
		return dense(vector, limit, exact, null);
	}

	public static SearchRequest dense(float[] vector, int limit, boolean exact, @Nullable MetadataFilter filter) {
		return request(List.of(new LegQuery.DenseQuery(vector, 1, exact)), limit, filter);
	}

	public static SearchRequest request(List<LegQuery> legs, int limit, @Nullable MetadataFilter filter) {
		return new SearchRequest(legs, Fusion.named("rrf"), limit, limit, filter);
	}

	public static List<String> ids(List<Candidate> candidates) {
		return candidates.stream().map((candidate) -> candidate.document().id()).toList();
	}

}
