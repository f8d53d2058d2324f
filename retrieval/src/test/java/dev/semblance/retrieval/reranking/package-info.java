/**
 * Tests of rerankers.
 */
@NullMarked
package dev.semblance.retrieval.reranking;

import org.jspecify.annotations.NullMarked;
