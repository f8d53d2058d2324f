/**
 * Optimized models as they are kept from one start to the next.
 */
@NullMarked
package dev.semblance.encoders.internal.optimized;

import org.jspecify.annotations.NullMarked;
