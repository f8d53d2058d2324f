/**
 * The dense encoder on ONNX Runtime.
 */
@NullMarked
package dev.semblance.encoders.internal.dense;

import org.jspecify.annotations.NullMarked;
