package dev.semblance.encoders.internal.optimizer;

import dev.semblance.encoders.internal.graph.OnnxGraph;

/**
 * Replaces nodes by fewer that compute the same. What was replaced stays in the graph
 * until nothing needs it any more.
 */
@FunctionalInterface
interface Fusion {

	/**
	 * Looks for its pattern everywhere.
	 * @param graph the graph, which is changed
	 */
	void apply(OnnxGraph graph);

}
