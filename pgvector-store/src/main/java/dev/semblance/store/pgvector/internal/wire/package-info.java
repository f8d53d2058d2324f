/**
 * Vectors as pgvector sends and receives them in its binary form.
 */
@NullMarked
package dev.semblance.store.pgvector.internal.wire;

import org.jspecify.annotations.NullMarked;
