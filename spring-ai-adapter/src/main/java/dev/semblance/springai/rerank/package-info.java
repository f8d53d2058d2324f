/**
 * An interface for models that rerank, which Spring AI does not have: requests, options,
 * results and responses in the shape of its own models.
 */
@NullMarked
package dev.semblance.springai.rerank;

import org.jspecify.annotations.NullMarked;
