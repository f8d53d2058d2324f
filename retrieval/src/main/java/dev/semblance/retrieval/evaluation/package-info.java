/**
 * Measures of rankings and of correlations, and the evaluations of encoders and
 * retrievers that are made of them.
 */
@NullMarked
package dev.semblance.retrieval.evaluation;

import org.jspecify.annotations.NullMarked;
