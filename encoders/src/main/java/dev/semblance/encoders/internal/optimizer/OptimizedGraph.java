package dev.semblance.encoders.internal.optimizer;

import dev.semblance.encoders.internal.graph.OnnxGraph;

/**
 * A graph that was rewritten.
 *
 * @param graph the graph
 * @param report what became of it
 */
public record OptimizedGraph(OnnxGraph graph, FusionReport report) {
}
