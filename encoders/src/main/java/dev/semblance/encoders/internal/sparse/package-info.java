/**
 * A sparse encoder on ONNX Runtime.
 */
@NullMarked
package dev.semblance.encoders.internal.sparse;

import org.jspecify.annotations.NullMarked;
