package dev.semblance.retrieval.evaluation;

import dev.semblance.encoders.TokenUsage;

/**
 * How well a model's similarities agree with people's.
 *
 * @param similarity what vectors were compared by, for example {@code cosine}; empty if
 * the model reads both sentences together
 * @param spearman rank correlation of similarity and gold score, from -1 to 1
 * @param pearson linear correlation of similarity and gold score, from -1 to 1
 * @param pairs number of sentence pairs
 * @param usage what encoding cost and what it cut
 */
public record StsScores(String similarity, double spearman, double pearson, int pairs, TokenUsage usage) {
}
