package dev.semblance.retrieval.evaluation;

import dev.semblance.encoders.TokenUsage;

/**
 * How well the similarity of a model's vectors agrees with people's.
 *
 * @param spearmanCosine rank correlation of cosine similarity and gold score, from -1 to
 * 1
 * @param pearsonCosine linear correlation of cosine similarity and gold score, from -1 to
 * 1
 * @param pairs number of sentence pairs
 * @param usage what encoding cost and what it cut
 */
public record StsScores(double spearmanCosine, double pearsonCosine, int pairs, TokenUsage usage) {
}
