package dev.semblance.store.pgvector.internal.reembedding;

import java.util.List;

import dev.semblance.encoders.TokenUsage;

/**
 * Vectors of texts.
 *
 * @param vectors one for each text, in their order
 * @param usage what encoding cost and what it cut
 * @param <T> the vectors
 */
record EncodedTexts<T>(List<T> vectors, TokenUsage usage) {
}
