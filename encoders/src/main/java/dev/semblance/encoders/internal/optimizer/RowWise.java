package dev.semblance.encoders.internal.optimizer;

import java.util.List;
import java.util.Set;

import dev.semblance.encoders.internal.graph.GraphNode;
import dev.semblance.encoders.internal.graph.GraphTensor;
import dev.semblance.encoders.internal.graph.NodeAttribute;
import dev.semblance.encoders.internal.graph.OnnxGraph;

/**
 * Tells which nodes do the same to each token's row, whatever stands before or behind it.
 * To these it makes no difference whether rows lie text by text or all in one.
 *
 * @param graph the graph
 */
record RowWise(OnnxGraph graph) {

	/** One number at a time, of one tensor. */
	private static final Set<String> OF_ONE = Set.of("Cast", "Erf", "Gelu", "Identity", "Neg", "Relu", "Sigmoid",
			"Sqrt", "Tanh");

	/** One number at a time, of two tensors. */
	private static final Set<String> OF_TWO = Set.of("Add", "Div", "Mul", "Pow", "Sub");

	/** Of one tensor, and possibly a bias. */
	private static final Set<String> CONTRIBUTED_OF_ONE = Set.of("BiasGelu", "FastGelu", "Gelu", "QuickGelu");

	/** Place of the sum among the outputs of {@code SkipLayerNormalization}. */
	private static final int SUM_OUTPUT = 3;

	/**
	 * Returns the tensors that a node works on row by row.
	 * @param node a node
	 * @return the names of the inputs that must be rows if its outputs are to be rows,
	 * empty if it does something else
	 */
	List<String> rows(GraphNode node) {
		if (node.outputs().size() > 1 && !isSkipLayerNormalization(node)) {
			return List.of();
		}
		if (node.domain().isEmpty()) {
			return rowsOfStandard(node);
		}
		if (!node.domain().equals(GraphNode.CONTRIBUTED)) {
			return List.of();
		}
		if (isSkipLayerNormalization(node)) {
			return areVectors(node, 2) ? node.inputs().subList(0, 2) : List.of();
		}
		return (CONTRIBUTED_OF_ONE.contains(node.operator()) && areVectors(node, 1)) ? List.of(node.input(0))
				: List.of();
	}

	private List<String> rowsOfStandard(GraphNode node) {
		if (OF_ONE.contains(node.operator())) {
			return List.of(node.input(0));
		}
		if (OF_TWO.contains(node.operator())) {
			return node.inputs().stream().filter((input) -> !isVector(input)).toList();
		}
		if (node.is("MatMul")) {
			return hasRank(node.input(1), 2) ? List.of(node.input(0)) : List.of();
		}
		// An axis from the front would be another one without that of the texts.
		boolean normalization = node.is(LayerNormalizationFusion.OPERATOR)
				&& NodeAttribute.whole(node.attribute("axis"), -1) == -1 && areVectors(node, 1);
		return normalization ? List.of(node.input(0)) : List.of();
	}

	/** Statistics of normalizations have other shapes than rows. */
	private static boolean isSkipLayerNormalization(GraphNode node) {
		return node.operator().equals(SkipLayerNormalizationFusion.OPERATOR) && node.outputs()
			.subList(1, Math.max(1, Math.min(SUM_OUTPUT, node.outputs().size())))
			.stream()
			.allMatch(String::isEmpty);
	}

	private boolean areVectors(GraphNode node, int first) {
		return node.inputs().stream().skip(first).allMatch((input) -> input.isEmpty() || isVector(input));
	}

	/** Added to rows, a constant of more axes would give the result more axes, too. */
	private boolean isVector(String name) {
		return hasRank(name, 0) || hasRank(name, 1);
	}

	private boolean hasRank(String name, int rank) {
		GraphTensor constant = this.graph.constant(name);
		return constant != null && constant.dimensions().size() == rank;
	}

}
