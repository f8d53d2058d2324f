/**
 * Which of a model's ONNX files runs: the same transformer is published in several
 * precisions, and in eight bits for several CPUs.
 */
@NullMarked
package dev.semblance.encoders.internal.variant;

import org.jspecify.annotations.NullMarked;
