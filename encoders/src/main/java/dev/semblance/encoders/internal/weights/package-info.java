/**
 * Weights that stand outside an ONNX file.
 */
@NullMarked
package dev.semblance.encoders.internal.weights;

import org.jspecify.annotations.NullMarked;
