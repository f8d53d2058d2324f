package dev.semblance.cli;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.retrieval.reranking.CrossEncoderReranker;
import dev.semblance.retrieval.reranking.MaxSimReranker;
import dev.semblance.retrieval.reranking.Reranker;

/**
 * Makes a reranker of whatever a model is.
 */
final class RerankerLoader {

	private RerankerLoader() {
	}

	/**
	 * Loads a reranker.
	 * @param model a cross-encoder, or a dense or multi-vector model whose token vectors
	 * then rerank by MaxSim
	 * @param cacheBytes bytes of token vectors to remember
	 * @return the reranker
	 */
	static Reranker load(ModelReference model, long cacheBytes) {
		return switch (model.kind()) {
			case CROSS -> new CrossEncoderReranker(model.cross().build());
			case DENSE, MULTI_VECTOR -> new MaxSimReranker(model.multiVector(), cacheBytes);
			case SPARSE -> throw new InvalidInputException(
					"%s is a %s, which cannot rerank.".formatted(model.name(), model.kind()),
					"Use a cross-encoder, a dense or a multi-vector model.");
		};
	}

}
