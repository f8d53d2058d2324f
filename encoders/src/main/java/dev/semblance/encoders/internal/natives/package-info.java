/**
 * ONNX Runtime's native libraries: which build there is, what it needs of a GPU's
 * machine, and how it is unpacked once instead of at every start. All of it is found out
 * before ONNX Runtime is loaded.
 */
@NullMarked
package dev.semblance.encoders.internal.natives;

import org.jspecify.annotations.NullMarked;
