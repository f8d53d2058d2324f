package dev.semblance.retrieval.pipeline;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.retrieval.store.SearchRequest;

/**
 * How a {@link RerankingRetriever} reranks.
 *
 * @param depth how many candidates are reranked, from 1 to
 * {@value SearchRequest#MAX_WINDOW}; those below keep their order
 * @param blend how much the reranker counts against the candidates' own scores, from 0
 * (nothing) to 1 (everything)
 */
public record RerankSettings(int depth, double blend) {

	/** Candidates that are reranked, if not set otherwise. */
	public static final int DEFAULT_DEPTH = 100;

	/** The reranker alone decides, if not set otherwise. */
	public static final double DEFAULT_BLEND = 1;

	/** A hundred candidates in the reranker's order. */
	public static final RerankSettings DEFAULT = new RerankSettings(DEFAULT_DEPTH, DEFAULT_BLEND);

	/**
	 * Checks the settings.
	 */
	public RerankSettings {
		if (depth < 1 || depth > SearchRequest.MAX_WINDOW) {
			throw new InvalidInputException("The depth of reranking is %d.".formatted(depth),
					"Use 1 to %d; %d is usual.".formatted(SearchRequest.MAX_WINDOW, DEFAULT_DEPTH));
		}
		if (!(blend >= 0 && blend <= 1)) {
			throw new InvalidInputException("The blend of reranked and fused scores is %s.".formatted(blend),
					"Use 0 (fused scores only) to 1 (the reranker only).");
		}
	}

	/**
	 * Replaces the depth.
	 * @param depth how many candidates are reranked
	 * @return new settings
	 */
	public RerankSettings withDepth(int depth) {
		return new RerankSettings(depth, this.blend);
	}

	/**
	 * Replaces the blend.
	 * @param blend how much the reranker counts
	 * @return new settings
	 */
	public RerankSettings withBlend(double blend) {
		return new RerankSettings(this.depth, blend);
	}

}
