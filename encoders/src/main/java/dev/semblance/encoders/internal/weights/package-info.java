/** Temporary. */
@NullMarked
package dev.semblance.encoders.internal.weights;

import org.jspecify.annotations.NullMarked;
