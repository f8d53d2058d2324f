/**
 * Who runs when: calls of any size from any number of threads become batches within a
 * token budget, run on the few lanes of a device. Knows nothing of ONNX Runtime.
 */
@NullMarked
package dev.semblance.encoders.internal.scheduler;

import org.jspecify.annotations.NullMarked;
