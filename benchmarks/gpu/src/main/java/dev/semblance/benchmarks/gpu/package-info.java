/**
 * What encoders do on an NVIDIA GPU: right results, how fast, and in how much memory.
 */
@NullMarked
package dev.semblance.benchmarks.gpu;

import org.jspecify.annotations.NullMarked;
