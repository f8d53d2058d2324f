package dev.semblance.retrieval;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * Where a leg put a document.
 *
 * @param rank position in the leg, from 1
 * @param score the leg's own score: a similarity, a BM25 score; higher is better
 */
public record LegRank(int rank, double score) {

	static Map<Leg, LegRank> ordered(Map<Leg, LegRank> legs) {
		Map<Leg, LegRank> ordered = new EnumMap<>(Leg.class);
		ordered.putAll(legs);
		return Collections.unmodifiableMap(ordered);
	}

}
