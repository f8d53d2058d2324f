package dev.semblance.store.pgvector;

import org.jspecify.annotations.Nullable;

/**
 * How an HNSW index that a store should have is at the moment.
 *
 * @param index the index
 * @param table the table it belongs to
 * @param built whether it is complete, so that searches ask it; while it is not, they
 * compare with every vector
 * @param progress how far its building is; {@code null} while nobody builds it
 */
public record IndexState(String index, String table, boolean built, @Nullable IndexProgress progress) {
}
