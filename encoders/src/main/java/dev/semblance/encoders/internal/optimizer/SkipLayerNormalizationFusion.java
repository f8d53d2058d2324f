package dev.semblance.encoders.internal.optimizer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.semblance.encoders.internal.graph.GraphNode;
import dev.semblance.encoders.internal.graph.NodeAttribute;
import dev.semblance.encoders.internal.graph.OnnxGraph;

/**
 * A layer normalization of a sum of two tensors, and of the bias of one of them.
 */
final class SkipLayerNormalizationFusion implements Fusion {

	static final String OPERATOR = "SkipLayerNormalization";

	/** Sums that are known to be what a layer gives. */
	private final Set<String> activations = new HashSet<>();

	@Override
	public void apply(OnnxGraph graph) {
		for (GraphNode normalization : graph.nodes(LayerNormalizationFusion.OPERATOR)) {
			GraphNode sum = graph.producer(normalization.input(0), "Add");
			if (sum != null && LayerNormalizationFusion.isOfLastAxis(normalization)) {
				fuse(graph, normalization, sum);
			}
		}
	}

	private void fuse(OnnxGraph graph, GraphNode normalization, GraphNode sum) {
		boolean first = isProjection(graph, sum.input(0));
		if (!first && !isProjection(graph, sum.input(1))) {
			return;
		}
		Numbers numbers = new Numbers(graph);
		String projected = sum.input(first ? 0 : 1);
		long width = width(numbers, projected);
		boolean hasBias = !normalization.input(2).isEmpty();
		if (numbers.length(normalization.input(1)) != width
				|| (hasBias && numbers.length(normalization.input(2)) != width)) {
			return;
		}
		String skipped = sum.input(first ? 1 : 0);
		// Anything else may have another shape.
		if (!isActivation(graph, skipped)) {
			return;
		}
		GraphNode biased = graph.producer(projected, "Add");
		String bias = (biased == null) ? "" : numbers.isVector(biased.input(0)) ? biased.input(0) : biased.input(1);
		boolean takesBias = biased != null && numbers.length(bias) == width && graph.isUsedOnce(projected);
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
		return width(new Numbers(graph), name) >= 0;
	}

	/** Number of columns of a product with weights, -1 if it is none. */
	private static long width(Numbers numbers, String name) {
		GraphNode node = numbers.graph().producer(name);
		if (node != null && node.is("Add")) {
			String bias = numbers.isVector(node.input(0)) ? node.input(0) : node.input(1);
			node = numbers.isVector(bias) ? numbers.graph().producer(node.other(bias)) : null;
		}
		return (node != null && node.is("MatMul")) ? numbers.columns(node.input(1)) : -1;
	}

	/**
	 * What a layer gives: a normalization, or the sum that was normalized. It goes back
	 * through the layers.
	 */
	private boolean isActivation(OnnxGraph graph, String name) {
		List<String> sums = new ArrayList<>();
		String tensor = name;
		while (!this.activations.contains(tensor)) {
			GraphNode node = graph.producer(tensor);
			if (node == null) {
				return false;
			}
			if (node.operator().endsWith(LayerNormalizationFusion.OPERATOR)) {
				// Others of its outputs are means and the like, but the last is the sum.
				if (!tensor.equals(node.output())
						&& !(node.operator().equals(OPERATOR) && tensor.equals(node.outputs().get(3)))) {
					return false;
				}
				break;
			}
			if (!node.is("Add")) {
				return false;
			}
			sums.add(tensor);
			tensor = isProjection(graph, node.input(0)) ? node.input(1) : node.input(0);
			if (!isProjection(graph, node.other(tensor))) {
				return false;
			}
		}
		this.activations.addAll(sums);
		return true;
	}

}
