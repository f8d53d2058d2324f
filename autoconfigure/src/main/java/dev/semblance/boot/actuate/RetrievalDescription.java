package dev.semblance.boot.actuate;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.semblance.retrieval.fusion.Fusion;
import dev.semblance.retrieval.pipeline.RetrieverSettings;
import dev.semblance.retrieval.reranking.Reranker;
import org.jspecify.annotations.Nullable;

/**
 * How the retriever searches.
 *
 * @param legs the legs that are asked and how much each counts
 * @param fusion how several legs become one ranking
 * @param window how many documents each leg brings into fusion
 * @param exact whether the dense leg compares with every vector
 * @param reranker the model that reranks, if one does
 */
public record RetrievalDescription(Map<String, Double> legs, String fusion, int window, boolean exact,
		@Nullable String reranker) {

	static RetrievalDescription of(RetrieverSettings settings, @Nullable Reranker reranker) {
		Map<String, Double> legs = new LinkedHashMap<>();
		settings.weights().forEach((leg, weight) -> legs.put(leg.label(), weight));
		return new RetrievalDescription(legs, fusion(settings.fusion()), settings.window(), settings.exact(),
				(reranker != null) ? reranker.name() : null);
	}

	private static String fusion(Fusion fusion) {
		if (fusion instanceof Fusion.ReciprocalRank) {
			return "rrf";
		}
		return (fusion instanceof Fusion.DistributionBased) ? "dbsf" : "convex";
	}

}
