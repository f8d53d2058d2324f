package dev.semblance.langchain4j;

import java.util.Map;
import java.util.stream.Collectors;

import dev.langchain4j.data.document.Metadata;
import dev.semblance.retrieval.Hit;
import dev.semblance.retrieval.Leg;
import dev.semblance.retrieval.RankedDocument;

/**
 * What a {@link SemblanceContentRetriever} adds to the metadata of the segments it finds,
 * because LangChain4j's own metadata of contents has no room for it.
 */
public final class SearchMetadata {

	/** What all keys start with. */
	public static final String PREFIX = "semblance.";

	/** What the contents are ordered by, a {@link Double}. */
	public static final String SCORE = PREFIX + "score";

	/**
	 * Where the document stood before reranking, from 1, a {@link Long}; only of a
	 * retriever that reranks.
	 */
	public static final String RANK_BEFORE = PREFIX + "before.rank";

	/**
	 * The document's score before reranking, a {@link Double}; only of a retriever that
	 * reranks.
	 */
	public static final String SCORE_BEFORE = PREFIX + "before.score";

	private SearchMetadata() {
	}

	/**
	 * Returns the key of a document's rank in a leg, such as
	 * {@code semblance.lexical.rank}. Only legs that found the document have one.
	 * @param leg the leg
	 * @return the key of a {@link Long}, from 1
	 */
	public static String rank(Leg leg) {
		return PREFIX + leg.label() + ".rank";
	}

	/**
	 * Returns the key of a document's score in a leg, such as
	 * {@code semblance.dense.score}. Only legs that found the document have one.
	 * @param leg the leg
	 * @return the key of a {@link Double}: a similarity, a BM25 score
	 */
	public static String score(Leg leg) {
		return PREFIX + leg.label() + ".score";
	}

	static void put(Metadata metadata, RankedDocument found) {
		metadata.put(SCORE, found.score());
		found.legs().forEach((leg, rank) -> {
			metadata.put(rank(leg), (long) rank.rank());
			metadata.put(score(leg), rank.score());
		});
		if (found instanceof Hit hit) {
			metadata.put(RANK_BEFORE, (long) hit.rankBefore());
			metadata.put(SCORE_BEFORE, hit.scoreBefore());
		}
	}

	static Map<String, Object> without(Map<String, Object> metadata) {
		return metadata.entrySet()
			.stream()
			.filter((entry) -> !entry.getKey().startsWith(PREFIX))
			.collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
	}

}
