/**
 * What {@link dev.semblance.store.pgvector.PgVectorStore#check()} finds out about a store
 * and its server.
 */
@NullMarked
package dev.semblance.store.pgvector.check;

import org.jspecify.annotations.NullMarked;
