package dev.semblance.retrieval;

/**
 * Where a leg put a document.
 *
 * @param rank position in the leg, from 1
 * @param score the leg's own score: a similarity, a BM25 score; higher is better
 */
public record LegRank(int rank, double score) {
}
