package dev.semblance.retrieval.evaluation;

/**
 * Means of a retriever's measures over all judged queries, each from 0 to 1.
 *
 * @param ndcgAt10 normalized discounted cumulative gain of the first 10
 * @param recallAt100 share of the relevant documents among the first 100
 * @param mrrAt10 reciprocal rank of the first relevant document among the first 10
 * @param mapAt100 average precision of the first 100
 * @param precisionAt10 share of relevant documents among the first 10
 * @param queries number of queries
 */
public record RetrievalScores(double ndcgAt10, double recallAt100, double mrrAt10, double mapAt100,
		double precisionAt10, int queries) {
}
