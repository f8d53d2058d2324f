package dev.semblance.encoders.internal.optimizer;

import dev.semblance.encoders.internal.graph.GraphNode;
import dev.semblance.encoders.internal.graph.OnnxGraph;

/**
 * Takes out nodes that hand their input on, which would only stand between those that are
 * looked for.
 */
final class GraphCleanup implements Fusion {

	@Override
	public void apply(OnnxGraph graph) {
		for (GraphNode node : graph.nodes()) {
			boolean identity = node.is("Identity");
			// In inference, dropout drops nothing; its mask would tell so.
			boolean dropout = node.is("Dropout") && node.inputs().size() < 3
					&& node.outputs()
						.stream()
						.skip(1)
						.allMatch((mask) -> graph.consumers(mask).isEmpty() && !graph.isOutput(mask));
			boolean captured = graph.consumers(node.output()).stream().anyMatch((user) -> user.captures(node.output()));
			if ((identity || dropout) && !node.output().isEmpty() && !captured && !graph.isOutput(node.output())) {
				graph.replaceUses(node.output(), node.input(0));
				graph.remove(node);
			}
		}
		graph.removeUnused();
	}

}
