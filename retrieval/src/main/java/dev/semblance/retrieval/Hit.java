package dev.semblance.retrieval;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A document that a search found, after reranking.
 *
 * @param document the document, without its vectors
 * @param score what the hits are ordered by; higher is better
 * @param legs the document's rank and score in every leg that found it
 * @param rankBefore where the document stood among the candidates, from 1
 * @param scoreBefore its score as a candidate: the fused score, or with one leg that
 * leg's own score
 * @param rerankScore what the reranker gave it; {@code null} if the candidate stood too
 * deep to be reranked
 */
public record Hit(Document document, double score, Map<Leg, LegRank> legs, int rankBefore, double scoreBefore,
		@Nullable Double rerankScore) implements RankedDocument {

	/**
	 * Protects the legs from later changes and puts them in their natural order.
	 */
	public Hit {
		legs = LegRank.ordered(legs);
	}

	/**
	 * Makes a hit of a candidate.
	 * @param candidate the candidate
	 * @param rank where it stands among the candidates, from 1
	 * @param score what the hits are ordered by
	 * @param rerankScore what the reranker gave it, if it was reranked
	 * @return the hit
	 */
	public static Hit of(Candidate candidate, int rank, double score, @Nullable Double rerankScore) {
		return new Hit(candidate.document(), score, candidate.legs(), rank, candidate.score(), rerankScore);
	}

}
