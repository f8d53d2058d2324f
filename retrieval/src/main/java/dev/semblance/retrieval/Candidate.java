package dev.semblance.retrieval;

import java.util.Map;

/**
 * A document that a search found, before any reranking.
 *
 * @param document the document, without its vectors
 * @param score what the candidates are ordered by: the fused score, or with one leg that
 * leg's own score; higher is better
 * @param legs the document's rank and score in every leg that found it
 */
public record Candidate(Document document, double score, Map<Leg, LegRank> legs) implements RankedDocument {

	/**
	 * Protects the legs from later changes and puts them in their natural order.
	 */
	public Candidate {
		legs = LegRank.ordered(legs);
	}

}
