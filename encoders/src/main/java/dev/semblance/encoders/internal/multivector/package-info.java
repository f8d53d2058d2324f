/**
 * A multi-vector encoder on ONNX Runtime.
 */
@NullMarked
package dev.semblance.encoders.internal.multivector;

import org.jspecify.annotations.NullMarked;
