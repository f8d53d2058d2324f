package dev.semblance.retrieval.reranking;

import dev.semblance.encoders.TokenUsage;

/**
 * Result of one call to a reranker. Compares by identity of the array.
 *
 * @param values one score per document, in the order of the documents; higher is better
 * @param usage what the call cost and what it cut; documents that the reranker remembered
 * cost nothing
 */
@SuppressWarnings("ArrayRecordComponent")
public record RerankScores(double[] values, TokenUsage usage) {
}
