/**
 * ONNX graphs that can be looked through and changed: nodes, attributes and weights, read
 * from a file and written again. Weights are never copied until a graph is written.
 */
@NullMarked
package dev.semblance.encoders.internal.graph;

import org.jspecify.annotations.NullMarked;
