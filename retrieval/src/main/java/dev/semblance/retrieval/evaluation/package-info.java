/**
 * Measures of rankings and of correlations.
 */
@NullMarked
package dev.semblance.retrieval.evaluation;

import org.jspecify.annotations.NullMarked;
