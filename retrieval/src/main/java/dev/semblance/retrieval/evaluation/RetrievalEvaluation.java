package dev.semblance.retrieval.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.ToDoubleFunction;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.retrieval.RankedDocument;
import dev.semblance.retrieval.dataset.BeirDataset.JudgedQuery;
import dev.semblance.retrieval.store.DocumentStore;

/**
 * Measures a way to retrieve on judged queries. As in BEIR, a query that is itself a
 * document of the collection (the same id) does not count as its own answer; unlike
 * there, it does if it was judged for the query, so that collections whose queries and
 * documents merely share a numbering lose nothing.
 */
public final class RetrievalEvaluation {

	/** Candidates that are retrieved for each query. */
	public static final int DEPTH = 100;

	private static final int TOP = 10;

	private final DocumentStore store;

	private final Ranking ranking;

	/**
	 * Creates an evaluation.
	 * @param store the store that holds the collection
	 * @param ranking what to measure, over that store: {@code retriever::retrieve}, with
	 * or without reranking
	 */
	public RetrievalEvaluation(DocumentStore store, Ranking ranking) {
		this.store = store;
		this.ranking = ranking;
	}

	/**
	 * Asks all queries, one after the other.
	 * @param queries the judged queries by id
	 * @param progress told after every query how many have been asked
	 * @return the means
	 * @throws InvalidInputException if there are no queries
	 */
	public RetrievalScores evaluate(Map<String, JudgedQuery> queries, IntConsumer progress) {
		if (queries.isEmpty()) {
			throw new InvalidInputException("There are no judged queries.", "Give judgments for at least one query.");
		}
		List<RankingMetrics> metrics = new ArrayList<>(queries.size());
		queries.forEach((id, query) -> {
			metrics.add(new RankingMetrics(ranking(id, query), query.grades()));
			progress.accept(metrics.size());
		});
		return new RetrievalScores(mean(metrics, (metric) -> metric.ndcg(TOP)),
				mean(metrics, (metric) -> metric.recall(DEPTH)), mean(metrics, (metric) -> metric.reciprocalRank(TOP)),
				mean(metrics, (metric) -> metric.averagePrecision(DEPTH)),
				mean(metrics, (metric) -> metric.precision(TOP)), metrics.size());
	}

	private List<String> ranking(String queryId, JudgedQuery query) {
		boolean ownDocument = !query.grades().containsKey(queryId) && !this.store.find(List.of(queryId)).isEmpty();
		return this.ranking.rank(query.text(), ownDocument ? DEPTH + 1 : DEPTH)
			.stream()
			.map((document) -> document.document().id())
			.filter((id) -> !(ownDocument && id.equals(queryId)))
			.limit(DEPTH)
			.toList();
	}

	private static double mean(List<RankingMetrics> metrics, ToDoubleFunction<RankingMetrics> measure) {
		return metrics.stream().mapToDouble(measure).average().orElseThrow();
	}

	/**
	 * Answers a query.
	 */
	@FunctionalInterface
	public interface Ranking {

		/**
		 * Finds the documents that answer a query best.
		 * @param query the query
		 * @param limit largest number of documents
		 * @return the documents, best first
		 */
		List<? extends RankedDocument> rank(String query, int limit);

	}

}
