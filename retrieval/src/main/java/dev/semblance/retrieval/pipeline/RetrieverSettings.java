package dev.semblance.retrieval.pipeline;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.retrieval.Leg;
import dev.semblance.retrieval.fusion.Fusion;
import dev.semblance.retrieval.fusion.RankedLeg;
import dev.semblance.retrieval.store.SearchRequest;

/**
 * How a {@link Retriever} searches.
 *
 * @param weights the legs to ask and how much each counts; at least one
 * @param fusion how several legs become one ranking
 * @param window how many documents each leg brings into fusion, from 1 to
 * {@value SearchRequest#MAX_WINDOW}
 * @param exact whether the dense leg compares with every vector instead of asking the
 * index
 */
public record RetrieverSettings(Map<Leg, Double> weights, Fusion fusion, int window, boolean exact) {

	/** Documents that each leg brings into fusion, if not set otherwise. */
	public static final int DEFAULT_WINDOW = 100;

	/**
	 * Checks the settings and copies the legs.
	 */
	public RetrieverSettings {
		Map<Leg, Double> ordered = new EnumMap<>(Leg.class);
		ordered.putAll(weights);
		if (ordered.isEmpty()) {
			throw new InvalidInputException("The retriever has no legs.",
					"Name at least one of dense, sparse and lexical.");
		}
		ordered.forEach(RankedLeg::requireWeight);
		weights = Collections.unmodifiableMap(ordered);
		if (window < 1 || window > SearchRequest.MAX_WINDOW) {
			throw new InvalidInputException("The retriever's window is %d.".formatted(window),
					"Use 1 to %d; %d is usual.".formatted(SearchRequest.MAX_WINDOW, DEFAULT_WINDOW));
		}
	}

	/**
	 * Creates settings with equal weights, reciprocal rank fusion, the default window and
	 * the index.
	 * @param legs the legs to ask
	 * @return the settings
	 */
	public static RetrieverSettings of(Set<Leg> legs) {
		Map<Leg, Double> weights = new EnumMap<>(Leg.class);
		legs.forEach((leg) -> weights.put(leg, 1.0));
		return new RetrieverSettings(weights, new Fusion.ReciprocalRank(Fusion.ReciprocalRank.DEFAULT_K),
				DEFAULT_WINDOW, false);
	}

	/**
	 * Replaces the fusion.
	 * @param fusion the fusion
	 * @return new settings
	 */
	public RetrieverSettings withFusion(Fusion fusion) {
		return new RetrieverSettings(this.weights, fusion, this.window, this.exact);
	}

	/**
	 * Replaces the window.
	 * @param window how many documents each leg brings into fusion
	 * @return new settings
	 */
	public RetrieverSettings withWindow(int window) {
		return new RetrieverSettings(this.weights, this.fusion, window, this.exact);
	}

	/**
	 * Replaces the choice between exact comparison and the index.
	 * @param exact whether to compare with every vector
	 * @return new settings
	 */
	public RetrieverSettings withExact(boolean exact) {
		return new RetrieverSettings(this.weights, this.fusion, this.window, exact);
	}

}
