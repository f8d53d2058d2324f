package dev.semblance.langchain4j;

import dev.langchain4j.model.scoring.ScoringModel;
import dev.langchain4j.rag.DefaultRetrievalAugmentor;
import dev.langchain4j.rag.DefaultRetrievalAugmentor.DefaultRetrievalAugmentorBuilder;
import dev.langchain4j.rag.content.retriever.ContentRetriever;

/**
 * LangChain4j's retrieval augmentor with a content aggregator that reranks, see
 * {@link SemblanceContentAggregator}. Everything else, such as the query transformer, the
 * content injector and the threads, is set on LangChain4j's own builder.
 */
public final class SemblanceRetrievalAugmentor {

	private SemblanceRetrievalAugmentor() {
	}

	/**
	 * Starts building an augmentor.
	 * @param retriever finds contents; ask it for as many as are to be reranked
	 * @param scoringModel scores them
	 * @param settings how many are reranked, against what, and how many reach the chat
	 * model
	 * @return LangChain4j's builder; do not set its content aggregator
	 */
	public static DefaultRetrievalAugmentorBuilder builder(ContentRetriever retriever, ScoringModel scoringModel,
			AggregationSettings settings) {
		return DefaultRetrievalAugmentor.builder()
			.contentRetriever(retriever)
			.contentAggregator(new SemblanceContentAggregator(scoringModel, settings));
	}

	/**
	 * Starts building an augmentor that gives the ten best of a hundred contents to the
	 * chat model.
	 * @param retriever finds contents; ask it for a hundred
	 * @param scoringModel scores them
	 * @return LangChain4j's builder; do not set its content aggregator
	 */
	public static DefaultRetrievalAugmentorBuilder builder(ContentRetriever retriever, ScoringModel scoringModel) {
		return builder(retriever, scoringModel, AggregationSettings.DEFAULT);
	}

}
