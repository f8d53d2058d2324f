package dev.semblance.springai.rerank;

import dev.semblance.encoders.InvalidInputException;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.model.ModelOptions;

/**
 * Options of one call to a {@link RerankModel}.
 *
 * @param model the model that is to answer; {@code null} for the one there is
 * @param topN largest number of documents that come back, 1 or more; {@code null} for all
 */
public record RerankOptions(@Nullable String model, @Nullable Integer topN) implements ModelOptions {

	/** The model there is, and all documents. */
	public static final RerankOptions DEFAULT = new RerankOptions(null, null);

	/**
	 * Checks the number of documents.
	 */
	public RerankOptions {
		if (topN != null && topN < 1) {
			throw new InvalidInputException("Reranking is to leave %d documents.".formatted(topN),
					"Ask for 1 or more, or leave the number out for all.");
		}
	}

	/**
	 * Asks for the best documents only.
	 * @param topN largest number of documents that come back, 1 or more
	 * @return the options
	 */
	public static RerankOptions best(int topN) {
		return new RerankOptions(null, topN);
	}

}
