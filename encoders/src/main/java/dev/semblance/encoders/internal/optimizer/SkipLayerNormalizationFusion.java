package dev.semblance.encoders.internal.optimizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.semblance.encoders.internal.graph.GraphNode;
import dev.semblance.encoders.internal.graph.NodeAttribute;
import dev.semblance.encoders.internal.graph.OnnxGraph;

/**
 * A layer normalization of a sum of two tensors, and of the bias of one of them.
 */
final class SkipLayerNormalizationFusion implements Fusion {

	static final String OPERATOR = "SkipLayerNormalization";

	@Override
	public void apply(OnnxGraph graph) {
		for (GraphNode normalization : graph.nodes(LayerNormalizationFusion.OPERATOR)) {
			GraphNode sum = graph.producer(normalization.input(0), "Add");
			boolean lastAxis = NodeAttribute.whole(normalization.attribute("axis"), -1) == -1;
			if (sum != null && lastAxis && normalization.outputs().size() == 1) {
				fuse(graph, normalization, sum);
			}
		}
	}

	private static void fuse(OnnxGraph graph, GraphNode normalization, GraphNode sum) {
		boolean first = isProjection(graph, sum.input(0));
		if (!first && !isProjection(graph, sum.input(1))) {
			return;
		}
		String projected = sum.input(first ? 0 : 1);
		String skipped = sum.input(first ? 1 : 0);
		// Anything else may have another shape.
		if (!isActivation(graph, skipped)) {
			return;
		}
		Numbers numbers = new Numbers(graph);
		GraphNode biased = graph.producer(projected, "Add");
		String bias = (biased == null) ? "" : numbers.isVector(biased.input(0)) ? biased.input(0) : biased.input(1);
		boolean takesBias = biased != null && numbers.isVector(bias) && graph.isUsedOnce(projected);
		List<String> inputs = new ArrayList<>(List.of((biased != null && takesBias) ? biased.other(bias) : projected,
				skipped, normalization.input(1), normalization.input(2), takesBias ? bias : ""));
		while (inputs.get(inputs.size() - 1).isEmpty()) {
			inputs.remove(inputs.size() - 1);
		}
		List<String> outputs = new ArrayList<>(normalization.outputs());
		boolean sumIsUsed = !graph.isUsedOnce(sum.output());
		graph.remove(normalization);
		if (sumIsUsed) {
			graph.remove(sum);
			outputs.addAll(List.of("", "", sum.output()));
		}
		graph.add(new GraphNode(graph.newName(OPERATOR), GraphNode.CONTRIBUTED, OPERATOR, inputs, outputs, Map
			.of("epsilon", new NodeAttribute.Real(NodeAttribute.real(normalization.attribute("epsilon"), 1e-5f)))));
	}

	/** A product with weights, possibly with a bias. */
	private static boolean isProjection(OnnxGraph graph, String name) {
		Numbers numbers = new Numbers(graph);
		GraphNode node = graph.producer(name);
		if (node != null && node.is("Add")) {
			String bias = numbers.isVector(node.input(0)) ? node.input(0) : node.input(1);
			node = numbers.isVector(bias) ? graph.producer(node.other(bias)) : null;
		}
		return node != null && node.is("MatMul") && numbers.isMatrix(node.input(1));
	}

	/** What a layer gives: a normalization, or the sum that was normalized. */
	private static boolean isActivation(OnnxGraph graph, String name) {
		GraphNode node = graph.producer(name);
		return node != null && (node.operator().endsWith(LayerNormalizationFusion.OPERATOR)
				|| (node.is("Add") && isActivation(graph, node.input(0), node.input(1))));
	}

	private static boolean isActivation(OnnxGraph graph, String first, String second) {
		return (isProjection(graph, first) && isActivation(graph, second))
				|| (isProjection(graph, second) && isActivation(graph, first));
	}

}
