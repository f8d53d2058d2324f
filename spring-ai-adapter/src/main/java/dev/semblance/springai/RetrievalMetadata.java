package dev.semblance.springai;

import java.util.HashMap;
import java.util.Map;

import dev.semblance.retrieval.Hit;
import dev.semblance.retrieval.Leg;
import dev.semblance.retrieval.RankedDocument;

/**
 * The metadata keys under which a {@link SemblanceDocumentRetriever} tells how it came to
 * a document. Ranks are whole numbers from 1, scores floating-point numbers of which the
 * higher is better. They take the place of a document's own metadata of the same keys.
 */
public final class RetrievalMetadata {

	/** What the reranker gave the document; missing if it stood too deep. */
	public static final String RERANK_SCORE = "semblance.rerank.score";

	/** Where the document stood before reranking. */
	public static final String RANK_BEFORE = "semblance.before.rank";

	/** The document's score before reranking. */
	public static final String SCORE_BEFORE = "semblance.before.score";

	private RetrievalMetadata() {
	}

	/**
	 * Returns the key of a document's rank in a leg; it is missing if the leg did not
	 * find the document.
	 * @param leg the leg
	 * @return the key, for example {@code semblance.dense.rank}
	 */
	public static String rank(Leg leg) {
		return "semblance.%s.rank".formatted(leg.label());
	}

	/**
	 * Returns the key of a document's score in a leg; it is missing if the leg did not
	 * find the document.
	 * @param leg the leg
	 * @return the key, for example {@code semblance.lexical.score}
	 */
	public static String score(Leg leg) {
		return "semblance.%s.score".formatted(leg.label());
	}

	static Map<String, Object> of(RankedDocument found) {
		Map<String, Object> metadata = new HashMap<>(found.document().metadata());
		found.legs().forEach((leg, place) -> {
			metadata.put(rank(leg), place.rank());
			metadata.put(score(leg), place.score());
		});
		if (found instanceof Hit hit) {
			metadata.put(RANK_BEFORE, hit.rankBefore());
			metadata.put(SCORE_BEFORE, hit.scoreBefore());
			if (hit.rerankScore() != null) {
				metadata.put(RERANK_SCORE, hit.rerankScore());
			}
		}
		return metadata;
	}

}
