package dev.semblance.store.pgvector.internal.search;

import dev.semblance.store.pgvector.DenseIndex;

/**
 * How legs that have a choice go about it.
 *
 * @param denseIndex what the dense leg asks
 * @param efSearch candidates that an HNSW index keeps while it searches, at least
 * @param exactBelow a filter that leaves at most this many documents is answered by
 * comparing with each of them
 */
public record SearchSettings(DenseIndex denseIndex, int efSearch, int exactBelow) {
}
