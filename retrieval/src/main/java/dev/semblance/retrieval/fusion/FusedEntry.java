package dev.semblance.retrieval.fusion;

import java.util.Map;

import dev.semblance.retrieval.Leg;
import dev.semblance.retrieval.LegRank;

/**
 * One document after fusion.
 *
 * @param id the document's id
 * @param score the fused score; higher is better
 * @param legs the document's rank and score in every leg that found it
 */
public record FusedEntry(String id, double score, Map<Leg, LegRank> legs) {

	/**
	 * Protects the legs from later changes.
	 */
	public FusedEntry {
		legs = Map.copyOf(legs);
	}

}
