package dev.semblance.springai;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.retrieval.RankedDocument;
import dev.semblance.retrieval.filter.MetadataFilter;
import dev.semblance.retrieval.pipeline.RerankingRetriever;
import dev.semblance.retrieval.pipeline.Retriever;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.document.Document;
import org.springframework.ai.rag.Query;
import org.springframework.ai.rag.retrieval.search.DocumentRetriever;
import org.springframework.ai.rag.retrieval.search.VectorStoreDocumentRetriever;
import org.springframework.ai.vectorstore.SearchRequest;
import org.springframework.ai.vectorstore.filter.Filter;
import org.springframework.ai.vectorstore.filter.FilterExpressionTextParser;

/**
 * Hybrid retrieval, with or without reranking, as a building block of Spring AI's
 * retrieval-augmented generation. Fusion and reranking happen in here, where the query is
 * the one that transformers and expanders made: a joiner sees one list only, and a
 * post-processor the user's own words.
 * <p>
 * A document's score is the fused or reranked one. Spring AI's joiner sorts by it, so of
 * documents with the same score each has the least bit less than the one before it. The
 * metadata hold each leg's rank and score, see {@link RetrievalMetadata}.
 * <p>
 * Safe for concurrent callers. Does not own what it retrieves with.
 */
public final class SemblanceDocumentRetriever implements DocumentRetriever {

	/**
	 * Key of a query's context whose value filters that query, in place of the filter
	 * that was set when the retriever was built: a {@link Filter.Expression}, or one as
	 * text. It is the key of {@link VectorStoreDocumentRetriever}.
	 */
	public static final String FILTER_EXPRESSION = VectorStoreDocumentRetriever.FILTER_EXPRESSION;

	private final Search search;

	private final int topK;

	private final double minScore;

	private final Supplier<Filter.@Nullable Expression> filterExpression;

	private SemblanceDocumentRetriever(Builder builder) {
		this.search = builder.search;
		this.topK = builder.topK;
		this.minScore = builder.minScore;
		this.filterExpression = builder.filterExpression;
	}

	/**
	 * Starts building a retriever that does not rerank.
	 * @param retriever asks its legs and fuses what they find
	 * @return a builder
	 */
	public static Builder builder(Retriever retriever) {
		return new Builder(retriever::retrieve);
	}

	/**
	 * Starts building a retriever that reranks.
	 * @param retriever asks its legs, fuses what they find and reranks the best of it
	 * @return a builder
	 */
	public static Builder builder(RerankingRetriever retriever) {
		return new Builder(retriever::retrieve);
	}

	/**
	 * Finds the documents that answer a query best.
	 * @param query the query, whose context may have a {@link #FILTER_EXPRESSION}
	 * @return the documents, best first
	 * @throws InvalidInputException if the filter asks for what metadata cannot hold, or
	 * is no filter
	 */
	@Override
	public List<Document> retrieve(Query query) {
		Filter.Expression expression = filterExpression(query.context().get(FILTER_EXPRESSION));
		MetadataFilter filter = (expression != null) ? FilterTranslation.of(expression) : null;
		List<Document> documents = new ArrayList<>();
		double last = Double.POSITIVE_INFINITY;
		for (RankedDocument found : this.search.retrieve(query.text(), this.topK, filter)) {
			if (found.score() < this.minScore) {
				break;
			}
			last = Math.min(found.score(), Math.nextDown(last));
			documents.add(Document.builder()
				.id(found.document().id())
				.text(found.document().text())
				.metadata(RetrievalMetadata.of(found))
				.score(last)
				.build());
		}
		return documents;
	}

	private Filter.@Nullable Expression filterExpression(@Nullable Object ofQuery) {
		if (ofQuery instanceof Filter.Expression expression) {
			return expression;
		}
		if (ofQuery == null || (ofQuery instanceof String text && text.isBlank())) {
			return this.filterExpression.get();
		}
		if (ofQuery instanceof String text) {
			return parsed(text);
		}
		throw new InvalidInputException("The query's context has a %s under '%s'."
			.formatted(ofQuery.getClass().getSimpleName(), FILTER_EXPRESSION),
				"Use a Filter.Expression, or a filter as text.");
	}

	private static Filter.Expression parsed(String text) {
		try {
			return new FilterExpressionTextParser().parse(text);
		}
		catch (RuntimeException ex) {
			throw new InvalidInputException(
					"The query's context has no filter under '%s' but \"%s\".".formatted(FILTER_EXPRESSION, text),
					"Write it as in \"country == 'BG' && year >= 2020\".", ex);
		}
	}

	/**
	 * What retrieves, with or without reranking.
	 */
	private interface Search {

		List<? extends RankedDocument> retrieve(String query, int limit, @Nullable MetadataFilter filter);

	}

	/**
	 * Builds a {@link SemblanceDocumentRetriever}.
	 */
	public static final class Builder {

		private final Search search;

		private int topK = SearchRequest.DEFAULT_TOP_K;

		private double minScore = Double.NEGATIVE_INFINITY;

		private Supplier<Filter.@Nullable Expression> filterExpression = () -> null;

		private Builder(Search search) {
			this.search = search;
		}

		/**
		 * Sets how many documents a query gets at most:
		 * {@value SearchRequest#DEFAULT_TOP_K} if not set otherwise, as Spring AI's own
		 * retriever.
		 * @param topK largest number of documents, from 1 to
		 * {@value dev.semblance.retrieval.store.SearchRequest#MAX_WINDOW}
		 * @return this builder
		 * @throws InvalidInputException if the number is out of range
		 */
		public Builder topK(int topK) {
			int most = dev.semblance.retrieval.store.SearchRequest.MAX_WINDOW;
			if (topK < 1 || topK > most) {
				throw new InvalidInputException("The retriever's top-k is %d.".formatted(topK),
						"Use 1 to %d.".formatted(most));
			}
			this.topK = topK;
			return this;
		}

		/**
		 * Sets the lowest score of a document that is returned. Scores are those of the
		 * reranker, of the fusion or of the only leg, so there is no general range. All
		 * documents are returned if not set otherwise.
		 * @param minScore the lowest score
		 * @return this builder
		 * @throws InvalidInputException if the score is not a number
		 */
		public Builder minScore(double minScore) {
			this.minScore = MinScore.checked(minScore);
			return this;
		}

		/**
		 * Sets the filter of queries that bring none of their own.
		 * @param filterExpression the filter
		 * @return this builder
		 */
		public Builder filterExpression(Filter.Expression filterExpression) {
			// What cannot be filtered by is not to wait for the first query.
			FilterTranslation.of(filterExpression);
			return filterExpression(() -> filterExpression);
		}

		/**
		 * Sets what gives the filter of queries that bring none of their own, for example
		 * by who is asking. It is called for every query, on the thread that retrieves.
		 * @param filterExpression gives the filter, or {@code null} for none
		 * @return this builder
		 */
		public Builder filterExpression(Supplier<Filter.@Nullable Expression> filterExpression) {
			this.filterExpression = filterExpression;
			return this;
		}

		/**
		 * Builds the retriever.
		 * @return the retriever
		 */
		public SemblanceDocumentRetriever build() {
			return new SemblanceDocumentRetriever(this);
		}

	}

}
