package dev.semblance.langchain4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import dev.langchain4j.internal.ValidationUtils;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.ContentMetadata;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.query.Query;
import dev.langchain4j.store.embedding.filter.Filter;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.retrieval.RankedDocument;
import dev.semblance.retrieval.filter.MetadataFilter;
import dev.semblance.retrieval.pipeline.RerankingRetriever;
import dev.semblance.retrieval.pipeline.Retriever;
import dev.semblance.retrieval.store.SearchRequest;
import org.jspecify.annotations.Nullable;

/**
 * Hybrid search, reranked if wanted, as a LangChain4j content retriever.
 * <p>
 * A content's metadata has the document's id as {@link ContentMetadata#EMBEDDING_ID}, the
 * score of the search as {@link ContentMetadata#SCORE}, and of a reranked document the
 * reranker's as {@link ContentMetadata#RERANKED_SCORE}. The score that orders the
 * contents and the ranks and scores of the legs are in the segment's own metadata, under
 * the keys of {@link SearchMetadata}. Documents without text are left out. Two contents
 * of the same document are equal, so that LangChain4j's fusion takes them for one.
 * <p>
 * Listeners are told by what {@link #addListeners} returns. Safe for concurrent callers
 * if the filter functions are. Does not own what it searches with. Failures of encoders,
 * reranker and store arrive as they are.
 */
public final class SemblanceContentRetriever implements ContentRetriever {

	/** Largest number of contents, if not set otherwise; the same as LangChain4j's. */
	public static final int DEFAULT_MAX_RESULTS = 3;

	private final Search search;

	private final int maxResults;

	private final double minScore;

	private final List<Function<Query, @Nullable MetadataFilter>> filters;

	private SemblanceContentRetriever(Builder builder) {
		this.search = builder.search;
		this.maxResults = builder.maxResults;
		this.minScore = builder.minScore;
		this.filters = List.copyOf(builder.filters);
	}

	/**
	 * Starts building a content retriever without reranking.
	 * @param retriever asks the legs and fuses what they find
	 * @return a builder
	 */
	public static Builder builder(Retriever retriever) {
		return new Builder(retriever::retrieve);
	}

	/**
	 * Starts building a content retriever that reranks.
	 * @param retriever asks the legs, fuses what they find and reranks it
	 * @return a builder
	 */
	public static Builder builder(RerankingRetriever retriever) {
		return new Builder(retriever::retrieve);
	}

	/**
	 * Finds the contents that answer a query best.
	 * @param query the query
	 * @return the contents, best first
	 * @throws UnsupportedOperationException if a filter function gives a filter with a
	 * condition that document stores do not have
	 */
	@Override
	public List<Content> retrieve(Query query) {
		ValidationUtils.ensureNotNull(query, "query");
		List<Content> contents = new ArrayList<>();
		for (RankedDocument found : this.search.find(query.text(), this.maxResults, filter(query))) {
			Content content = FoundContent.of(found);
			if (content != null && found.score() >= this.minScore) {
				contents.add(content);
			}
		}
		return contents;
	}

	private @Nullable MetadataFilter filter(Query query) {
		List<MetadataFilter> conditions = new ArrayList<>();
		for (Function<Query, @Nullable MetadataFilter> filter : this.filters) {
			MetadataFilter condition = filter.apply(query);
			if (condition != null) {
				conditions.add(condition);
			}
		}
		return conditions.isEmpty() ? null : new MetadataFilter.And(conditions);
	}

	/** Retrieves with or without reranking. */
	private interface Search {

		List<? extends RankedDocument> find(String query, int limit, @Nullable MetadataFilter filter);

	}

	/**
	 * Settings of a content retriever. Several filters must all hold.
	 */
	public static final class Builder {

		private final Search search;

		private final List<Function<Query, @Nullable MetadataFilter>> filters = new ArrayList<>();

		private int maxResults = DEFAULT_MAX_RESULTS;

		private double minScore = Double.NEGATIVE_INFINITY;

		private Builder(Search search) {
			this.search = search;
		}

		/**
		 * Limits the number of contents. For reranking by an augmentor ask for as many as
		 * are to be reranked.
		 * @param maxResults largest number of contents, from 1 to
		 * {@value SearchRequest#MAX_WINDOW}; {@value #DEFAULT_MAX_RESULTS} if not set
		 * @return this
		 * @throws InvalidInputException if the number is out of range
		 */
		public Builder maxResults(int maxResults) {
			if (maxResults < 1 || maxResults > SearchRequest.MAX_WINDOW) {
				throw new InvalidInputException("The content retriever is to give %d results.".formatted(maxResults),
						"Use 1 to %d; %d is usual.".formatted(SearchRequest.MAX_WINDOW, DEFAULT_MAX_RESULTS));
			}
			this.maxResults = maxResults;
			return this;
		}

		/**
		 * Leaves out contents of a lower score. It is compared with what orders the
		 * contents: the fused score, with a single leg that leg's own, and after
		 * reranking the reranker's. None of these is LangChain4j's score from 0 to 1.
		 * @param minScore the lowest score
		 * @return this
		 * @throws InvalidInputException if it is not a number
		 */
		public Builder minScore(double minScore) {
			if (Double.isNaN(minScore)) {
				throw new InvalidInputException("The minimum score is not a number.", "Use a number.");
			}
			this.minScore = minScore;
			return this;
		}

		/**
		 * Adds a condition that all contents meet.
		 * @param filter the condition
		 * @return this
		 */
		public Builder filter(MetadataFilter filter) {
			Objects.requireNonNull(filter);
			this.filters.add((query) -> filter);
			return this;
		}

		/**
		 * Adds a condition that all contents meet.
		 * @param filter the condition
		 * @return this
		 * @throws UnsupportedOperationException if document stores do not have such a
		 * condition
		 */
		public Builder filter(Filter filter) {
			return filter(FilterTranslation.of(filter));
		}

		/**
		 * Adds a condition that depends on the query, for example on whose it is.
		 * @param filter gives the condition of a query, or {@code null} for none; called
		 * on the threads that retrieve
		 * @return this
		 */
		public Builder dynamicFilter(Function<Query, @Nullable Filter> filter) {
			Objects.requireNonNull(filter);
			this.filters.add((query) -> {
				Filter condition = filter.apply(query);
				return (condition != null) ? FilterTranslation.of(condition) : null;
			});
			return this;
		}

		/**
		 * Builds the content retriever.
		 * @return a retriever that no later change of this builder reaches
		 */
		public SemblanceContentRetriever build() {
			return new SemblanceContentRetriever(this);
		}

	}

}
