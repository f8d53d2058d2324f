/**
 * A cross-encoder on ONNX Runtime.
 */
@NullMarked
package dev.semblance.encoders.internal.cross;

import org.jspecify.annotations.NullMarked;
