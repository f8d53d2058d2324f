package dev.semblance.springai;

import java.util.List;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.springai.rerank.RerankModel;
import dev.semblance.springai.rerank.RerankOptions;
import dev.semblance.springai.rerank.RerankRequest;
import dev.semblance.springai.rerank.RerankResult;

import org.springframework.ai.document.Document;
import org.springframework.ai.rag.Query;
import org.springframework.ai.rag.postretrieval.document.DocumentPostProcessor;

/**
 * Reranks what any of Spring AI's retrievers found. A document's score becomes that of
 * the reranker, and documents with the same score stay in their order.
 * <p>
 * Spring AI gives post-processors the user's own words, not what query transformers made
 * of them. In a conversation, where "and the second one?" says little by itself, rerank
 * inside a {@link SemblanceDocumentRetriever} instead.
 * <p>
 * Safe for concurrent callers.
 */
public final class RerankingDocumentPostProcessor implements DocumentPostProcessor {

	private final RerankModel model;

	private final RerankOptions options;

	private final double minScore;

	private RerankingDocumentPostProcessor(Builder builder) {
		this.model = builder.model;
		this.options = builder.options;
		this.minScore = builder.minScore;
	}

	/**
	 * Starts building a post-processor.
	 * @param model scores the documents
	 * @return a builder
	 */
	public static Builder builder(RerankModel model) {
		return new Builder(model);
	}

	/**
	 * Reranks documents.
	 * @param query the query
	 * @param documents the documents; each must have text
	 * @return the best of them, best first
	 * @throws InvalidInputException if a document has no text
	 */
	@Override
	public List<Document> process(Query query, List<Document> documents) {
		if (documents.isEmpty()) {
			return documents;
		}
		return this.model.call(new RerankRequest(query.text(), documents, this.options))
			.results()
			.stream()
			.filter((result) -> result.metadata().score() >= this.minScore)
			.map(RerankResult::document)
			.toList();
	}

	/**
	 * Builds a {@link RerankingDocumentPostProcessor}.
	 */
	public static final class Builder {

		private final RerankModel model;

		private RerankOptions options = RerankOptions.DEFAULT;

		private double minScore = Double.NEGATIVE_INFINITY;

		private Builder(RerankModel model) {
			this.model = model;
		}

		/**
		 * Sets how many documents are left at most. All are if not set otherwise.
		 * @param topN largest number of documents, 1 or more
		 * @return this builder
		 * @throws InvalidInputException if the number is less than 1
		 */
		public Builder topN(int topN) {
			this.options = RerankOptions.best(topN);
			return this;
		}

		/**
		 * Sets the lowest score of a document that is left. The range is the model's. All
		 * documents are left if not set otherwise.
		 * @param minScore the lowest score
		 * @return this builder
		 * @throws InvalidInputException if the score is not a number
		 */
		public Builder minScore(double minScore) {
			this.minScore = MinScore.checked(minScore);
			return this;
		}

		/**
		 * Builds the post-processor.
		 * @return the post-processor
		 */
		public RerankingDocumentPostProcessor build() {
			return new RerankingDocumentPostProcessor(this);
		}

	}

}
