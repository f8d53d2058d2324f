/**
 * Token ids to numbers: batches, devices and ONNX Runtime sessions.
 */
@NullMarked
package dev.semblance.encoders.internal.runtime;

import org.jspecify.annotations.NullMarked;
