/**
 * HNSW indexes: built after a large ingest, watched meanwhile.
 */
@NullMarked
package dev.semblance.store.pgvector.internal.index;

import org.jspecify.annotations.NullMarked;
