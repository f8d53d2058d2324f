/**
 * What a store of documents and their vectors must do.
 */
@NullMarked
package dev.semblance.retrieval.store;

import org.jspecify.annotations.NullMarked;
