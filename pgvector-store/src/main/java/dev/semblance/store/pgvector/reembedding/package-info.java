/**
 * Another model for a collection that is in use: its vectors are made beside those that
 * are served, compared with them, and served in their place.
 */
@NullMarked
package dev.semblance.store.pgvector.reembedding;

import org.jspecify.annotations.NullMarked;
