package dev.semblance.encoders.internal.optimizer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.semblance.encoders.internal.graph.GraphNode;
import dev.semblance.encoders.internal.graph.NodeAttribute;
import dev.semblance.encoders.internal.graph.OnnxGraph;
import org.jspecify.annotations.Nullable;

/**
 * GELU that was exported as its arithmetic, with the bias before it if there is one. The
 * form with the error function and the one with the hyperbolic tangent are told apart:
 * one is not the other.
 */
final class GeluFusion implements Fusion {

	/** How far behind its argument a spelled-out GELU ends. */
	private static final int REACH = 12;

	@Override
	public void apply(OnnxGraph graph) {
		fuse(graph, "Erf", ScalarFunction.Function.GELU, "BiasGelu", "Gelu");
		fuse(graph, "Tanh", ScalarFunction.Function.TANH_GELU, "FastGelu", "FastGelu");
		for (GraphNode node : graph.nodes("Gelu")) {
			if (node.is("Gelu")) {
				boolean exact = !(node.attribute("approximate") instanceof NodeAttribute.Text text)
						|| text.value().equals("none");
				replace(graph, node, node.input(0), exact ? "BiasGelu" : "FastGelu", exact ? "Gelu" : "FastGelu");
			}
		}
	}

	private static void fuse(OnnxGraph graph, String core, ScalarFunction.Function function, String withBias,
			String alone) {
		Numbers numbers = new Numbers(graph);
		for (GraphNode node : graph.nodes(core)) {
			for (String argument : argumentsOf(numbers, node)) {
				GraphNode last = last(numbers, node, argument, function);
				if (last != null) {
					replace(graph, last, argument, withBias, alone);
					break;
				}
			}
		}
	}

	/** Tensors before the core that no constant makes, the nearest first. */
	private static List<String> argumentsOf(Numbers numbers, GraphNode core) {
		Set<String> arguments = new LinkedHashSet<>();
		Deque<String> open = new ArrayDeque<>(core.inputs());
		while (!open.isEmpty() && arguments.size() < REACH) {
			String name = open.poll();
			if (numbers.number(name).isEmpty() && arguments.add(name)) {
				GraphNode node = numbers.graph().producer(name);
				if (node != null && Set.of("Mul", "Div", "Add", "Pow").contains(node.operator())) {
					open.addAll(node.inputs());
				}
			}
		}
		return List.copyOf(arguments);
	}

	private static @Nullable GraphNode last(Numbers numbers, GraphNode core, String argument,
			ScalarFunction.Function function) {
		Set<GraphNode> seen = new HashSet<>();
		Deque<GraphNode> open = new ArrayDeque<>(List.of(core));
		while (!open.isEmpty() && seen.size() < REACH) {
			GraphNode node = open.poll();
			if (node.is("Mul") && ScalarFunction.matches(numbers, node.output(), argument, function)) {
				return node;
			}
			if (seen.add(node)) {
				open.addAll(numbers.graph().consumers(node.output()));
			}
		}
		return null;
	}

	private static void replace(OnnxGraph graph, GraphNode last, String argument, String withBias, String alone) {
		Numbers numbers = new Numbers(graph);
		GraphNode sum = graph.producer(argument, "Add");
		String bias = (sum == null) ? "" : numbers.isVector(sum.input(0)) ? sum.input(0) : sum.input(1);
		graph.remove(last);
		// A number would be added to every element, which the operator does not do.
		if (sum != null && numbers.isVector(bias) && numbers.number(bias).isEmpty()) {
			graph.add(new GraphNode(graph.newName(withBias), GraphNode.CONTRIBUTED, withBias,
					List.of(sum.other(bias), bias), last.outputs(), Map.of()));
		}
		else {
			graph.add(new GraphNode(graph.newName(alone), GraphNode.CONTRIBUTED, alone, List.of(argument),
					last.outputs(), Map.of()));
		}
	}

}
