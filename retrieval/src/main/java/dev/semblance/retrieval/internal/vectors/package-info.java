/**
 * What every store demands of vectors.
 */
@NullMarked
package dev.semblance.retrieval.internal.vectors;

import org.jspecify.annotations.NullMarked;
