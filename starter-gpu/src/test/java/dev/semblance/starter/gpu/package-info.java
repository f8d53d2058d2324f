/**
 * The starter for GPUs on a machine that has none: what the published ONNX Runtime for
 * GPUs wants, and what an application gets that is started there all the same.
 */
@NullMarked
package dev.semblance.starter.gpu;

import org.jspecify.annotations.NullMarked;
