package dev.semblance.langchain4j;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.retrieval.pipeline.RerankSettings;
import dev.semblance.retrieval.store.SearchRequest;

/**
 * How a {@link SemblanceContentAggregator} fuses and reranks.
 *
 * @param depth how many of the fused contents are reranked, from 1 to
 * {@value SearchRequest#MAX_WINDOW}; those below are left out
 * @param maxResults largest number of contents, 1 or more
 * @param minScore lowest score of the scoring model that a content may have; negative
 * infinity for no limit
 * @param query what contents are reranked against
 */
public record AggregationSettings(int depth, int maxResults, double minScore, RerankQuery query) {

	/**
	 * Results, if not set otherwise: few enough for any chat model to read.
	 */
	public static final int DEFAULT_MAX_RESULTS = 10;

	/**
	 * The ten best of a hundred reranked contents, whatever their scores, against what
	 * the user wrote.
	 */
	public static final AggregationSettings DEFAULT = new AggregationSettings(RerankSettings.DEFAULT_DEPTH,
			DEFAULT_MAX_RESULTS, Double.NEGATIVE_INFINITY, RerankQuery.ORIGINAL);

	/**
	 * Checks the settings.
	 */
	public AggregationSettings {
		RerankSettings.DEFAULT.withDepth(depth);
		if (maxResults < 1) {
			throw new InvalidInputException("The aggregator is to give %d results.".formatted(maxResults),
					"Use 1 or more; %d is usual.".formatted(DEFAULT_MAX_RESULTS));
		}
		if (Double.isNaN(minScore)) {
			throw new InvalidInputException("The minimum score is not a number.",
					"Use a number; negative infinity is no limit.");
		}
	}

	/**
	 * Replaces the depth.
	 * @param depth how many of the fused contents are reranked
	 * @return new settings
	 */
	public AggregationSettings withDepth(int depth) {
		return new AggregationSettings(depth, this.maxResults, this.minScore, this.query);
	}

	/**
	 * Replaces the number of results.
	 * @param maxResults largest number of contents
	 * @return new settings
	 */
	public AggregationSettings withMaxResults(int maxResults) {
		return new AggregationSettings(this.depth, maxResults, this.minScore, this.query);
	}

	/**
	 * Replaces the minimum score.
	 * @param minScore lowest score of the scoring model that a content may have
	 * @return new settings
	 */
	public AggregationSettings withMinScore(double minScore) {
		return new AggregationSettings(this.depth, this.maxResults, minScore, this.query);
	}

	/**
	 * Replaces what contents are reranked against.
	 * @param query the query, or every one
	 * @return new settings
	 */
	public AggregationSettings withQuery(RerankQuery query) {
		return new AggregationSettings(this.depth, this.maxResults, this.minScore, query);
	}

}
