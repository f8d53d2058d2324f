/**
 * An interface for models that make sparse vectors, which Spring AI does not have: its
 * own embedding requests, and responses in the shape of its own models.
 */
@NullMarked
package dev.semblance.springai.sparse;

import org.jspecify.annotations.NullMarked;
