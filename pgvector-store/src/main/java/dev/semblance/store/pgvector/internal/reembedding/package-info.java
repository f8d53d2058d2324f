/**
 * How spaces are filled, compared and switched.
 */
@NullMarked
package dev.semblance.store.pgvector.internal.reembedding;

import org.jspecify.annotations.NullMarked;
