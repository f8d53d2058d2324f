/**
 * Models that score documents against a query once a search has found them.
 */
@NullMarked
package dev.semblance.retrieval.reranking;

import org.jspecify.annotations.NullMarked;
