/**
 * ONNX files as far as they must be read and written: what a model takes and gives, and
 * the nodes that are appended to it.
 */
@NullMarked
package dev.semblance.encoders.internal.onnx;

import org.jspecify.annotations.NullMarked;
