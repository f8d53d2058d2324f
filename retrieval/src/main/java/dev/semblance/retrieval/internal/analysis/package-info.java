/**
 * Texts to terms, by Lucene's analyzers.
 */
@NullMarked
package dev.semblance.retrieval.internal.analysis;

import org.jspecify.annotations.NullMarked;
