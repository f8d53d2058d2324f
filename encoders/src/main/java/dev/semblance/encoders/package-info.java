/**
 * Text to vectors, from a model's own files. {@link dev.semblance.encoders.DenseEncoder}
 * is the door; what stands behind it lives in {@code internal} packages and may change
 * without notice.
 */
@NullMarked
package dev.semblance.encoders;

import org.jspecify.annotations.NullMarked;
