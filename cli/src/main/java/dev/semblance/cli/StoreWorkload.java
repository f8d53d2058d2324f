package dev.semblance.cli;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.semblance.encoders.SparseVector;
import dev.semblance.encoders.TextRole;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.Leg;
import dev.semblance.retrieval.pipeline.LegEncoders;
import dev.semblance.retrieval.pipeline.RetrieverSettings;
import dev.semblance.retrieval.store.EmbeddedDocument;
import dev.semblance.retrieval.store.LegQuery;
import dev.semblance.retrieval.store.SearchRequest;
import org.jspecify.annotations.Nullable;

/**
 * What a store is measured with, encoded beforehand.
 *
 * @param documents the texts as documents
 * @param searches searches for the first words of some of them
 */
record StoreWorkload(List<EmbeddedDocument> documents, List<SearchRequest> searches) {

	/** Hits of each search. */
	static final int LIMIT = 10;

	private static final int MOST_SEARCHES = 1000;

	/** About as many as people type. */
	private static final int WORDS = 8;

	/**
	 * Copies the lists.
	 */
	StoreWorkload {
		documents = List.copyOf(documents);
		searches = List.copyOf(searches);
	}

	/**
	 * Encodes texts.
	 * @param texts the texts
	 * @param encoders make the vectors
	 * @param settings how to search
	 * @return the documents and the searches
	 */
	static StoreWorkload of(List<String> texts, LegEncoders encoders, RetrieverSettings settings) {
		return new StoreWorkload(documents(texts, encoders), searches(queries(texts), encoders, settings));
	}

	private static List<EmbeddedDocument> documents(List<String> texts, LegEncoders encoders) {
		List<float[]> dense = dense(texts, TextRole.DOCUMENT, encoders);
		List<SparseVector> sparse = sparse(texts, TextRole.DOCUMENT, encoders);
		List<EmbeddedDocument> documents = new ArrayList<>(texts.size());
		for (int i = 0; i < texts.size(); i++) {
			documents.add(new EmbeddedDocument(new Document("text-" + i, texts.get(i)),
					(dense != null) ? dense.get(i) : null, (sparse != null) ? sparse.get(i) : null));
		}
		return documents;
	}

	private static List<String> queries(List<String> texts) {
		int count = Math.min(texts.size(), MOST_SEARCHES);
		return IntStream.range(0, count)
			.mapToObj((query) -> texts.get((int) ((long) query * texts.size() / count)))
			.map(StoreWorkload::firstWords)
			.toList();
	}

	private static String firstWords(String text) {
		String[] words = text.strip().split("\\s+", WORDS + 1);
		return String.join(" ", List.of(words).subList(0, Math.min(words.length, WORDS)));
	}

	private static List<SearchRequest> searches(List<String> queries, LegEncoders encoders,
			RetrieverSettings settings) {
		List<float[]> dense = dense(queries, TextRole.QUERY, encoders);
		List<SparseVector> sparse = sparse(queries, TextRole.QUERY, encoders);
		List<SearchRequest> searches = new ArrayList<>(queries.size());
		for (int i = 0; i < queries.size(); i++) {
			Map<Leg, LegQuery> legs = new EnumMap<>(Leg.class);
			if (dense != null) {
				legs.put(Leg.DENSE,
						new LegQuery.DenseQuery(dense.get(i), weight(settings, Leg.DENSE), settings.exact()));
			}
			if (sparse != null) {
				legs.put(Leg.SPARSE, new LegQuery.SparseQuery(sparse.get(i), weight(settings, Leg.SPARSE)));
			}
			if (settings.weights().containsKey(Leg.LEXICAL)) {
				legs.put(Leg.LEXICAL, new LegQuery.LexicalQuery(queries.get(i), weight(settings, Leg.LEXICAL)));
			}
			searches
				.add(new SearchRequest(List.copyOf(legs.values()), settings.fusion(), LIMIT, settings.window(), null));
		}
		return searches;
	}

	private static double weight(RetrieverSettings settings, Leg leg) {
		return settings.weights().getOrDefault(leg, 1.0);
	}

	private static @Nullable List<float[]> dense(List<String> texts, TextRole role, LegEncoders encoders) {
		return (encoders.dense() != null) ? encoders.dense().encode(texts, role).vectors() : null;
	}

	private static @Nullable List<SparseVector> sparse(List<String> texts, TextRole role, LegEncoders encoders) {
		return (encoders.sparse() != null) ? encoders.sparse().encode(texts, role).vectors() : null;
	}

}
