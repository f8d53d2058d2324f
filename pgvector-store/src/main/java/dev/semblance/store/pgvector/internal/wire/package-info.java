/**
 * Vectors as pgvector sends and receives them in its binary form.
 * {@link dev.semblance.store.pgvector.internal.wire.VectorSql} puts them into statements
 * and gets them back, and {@link dev.semblance.store.pgvector.internal.wire.CopyRows}
 * writes many.
 */
@NullMarked
package dev.semblance.store.pgvector.internal.wire;

import org.jspecify.annotations.NullMarked;
