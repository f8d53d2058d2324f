package dev.semblance.store.pgvector.reembedding;

/**
 * How alike the results of two spaces are. It tells how much will change, not which is
 * better: that takes queries whose answers are known.
 *
 * @param queries how many queries were asked
 * @param k how many documents each was to find
 * @param meanOverlap the share of the found documents that both spaces find, the mean
 * over the queries
 * @param smallestOverlap the same of the query for which it is smallest
 * @param sameFirst the share of the queries for which both find the same document first
 */
public record SpaceComparison(int queries, int k, double meanOverlap, double smallestOverlap, double sameFirst) {
}
