/**
 * Rewrites the graph of a transformer into one that computes the same in fewer and larger
 * steps: fused nodes, half precision, eight bits, and no padding.
 */
@NullMarked
package dev.semblance.encoders.internal.optimizer;

import org.jspecify.annotations.NullMarked;
