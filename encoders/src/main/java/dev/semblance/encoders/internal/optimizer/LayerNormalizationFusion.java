package dev.semblance.encoders.internal.optimizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

import dev.semblance.encoders.internal.graph.GraphNode;
import dev.semblance.encoders.internal.graph.NodeAttribute;
import dev.semblance.encoders.internal.graph.OnnxGraph;
import org.jspecify.annotations.Nullable;

/**
 * Layer normalization that was exported as its arithmetic, as it is for operator sets
 * before 17: <code>(x - mean(x)) / sqrt(mean((x - mean(x))^2) + epsilon) * weight +
 * bias</code>.
 */
final class LayerNormalizationFusion implements Fusion {

	static final String OPERATOR = "LayerNormalization";

	@Override
	public void apply(OnnxGraph graph) {
		for (GraphNode division : graph.nodes("Div")) {
			Normalized normalized = match(new Numbers(graph), division);
			if (normalized != null) {
				scale(graph, division, normalized);
			}
		}
	}

	/** Whether a node normalizes the last axis, and gives nothing else. */
	static boolean isOfLastAxis(GraphNode normalization) {
		return normalization.is(OPERATOR) && NodeAttribute.whole(normalization.attribute("axis"), -1) == -1
				&& normalization.outputs().size() == 1;
	}

	private static @Nullable Normalized match(Numbers numbers, GraphNode division) {
		GraphNode root = numbers.graph().producer(division.input(1), "Sqrt");
		GraphNode sum = (root != null) ? numbers.graph().producer(root.input(0), "Add") : null;
		if (sum == null) {
			return null;
		}
		boolean constantFirst = numbers.number(sum.input(0)).isPresent();
		OptionalDouble epsilon = numbers.number(sum.input(constantFirst ? 0 : 1));
		String square = averaged(numbers, sum.input(constantFirst ? 1 : 0));
		String difference = (square != null) ? squared(numbers, square) : null;
		if (epsilon.isEmpty() || difference == null) {
			return null;
		}
		String input = centred(numbers, division.input(0));
		return (input != null && input.equals(centred(numbers, difference)))
				? new Normalized(input, (float) epsilon.getAsDouble()) : null;
	}

	/** Returns x of x - mean(x). */
	private static @Nullable String centred(Numbers numbers, String name) {
		GraphNode difference = numbers.graph().producer(name, "Sub");
		if (difference == null) {
			return null;
		}
		String averaged = averaged(numbers, difference.input(1));
		return difference.input(0).equals(averaged) ? averaged : null;
	}

	/** Returns x of x^2. */
	private static @Nullable String squared(Numbers numbers, String name) {
		GraphNode square = numbers.graph().producer(name);
		if (square == null) {
			return null;
		}
		boolean power = square.is("Pow") && numbers.is(square.input(1), 2);
		boolean product = square.is("Mul") && square.input(0).equals(square.input(1));
		return (power || product) ? square.input(0) : null;
	}

	/** Returns x of mean(x). */
	private static @Nullable String averaged(Numbers numbers, String name) {
		GraphNode mean = numbers.graph().producer(name, "ReduceMean");
		return (mean != null && numbers.axes(mean).equals(List.of(-1L))
				&& NodeAttribute.whole(mean.attribute("keepdims"), 1) == 1) ? mean.input(0) : null;
	}

	/** The weight follows, and mostly a bias. */
	private static void scale(OnnxGraph graph, GraphNode division, Normalized normalized) {
		Numbers numbers = new Numbers(graph);
		for (GraphNode product : graph.consumers(division.output())) {
			String weight = product.other(division.output());
			if (!product.is("Mul") || !numbers.isVector(weight)) {
				continue;
			}
			GraphNode sum = graph.isUsedOnce(product.output()) ? graph.consumers(product.output()).get(0) : null;
			String bias = (sum != null && sum.is("Add")) ? sum.other(product.output()) : "";
			GraphNode last = (sum != null && numbers.isVector(bias)) ? sum : product;
			List<String> inputs = new ArrayList<>(List.of(normalized.input(), weight));
			if (last == sum) {
				inputs.add(bias);
			}
			graph.remove(last);
			graph.add(new GraphNode(graph.newName(OPERATOR), "", OPERATOR, inputs, last.outputs(), Map.of("axis",
					new NodeAttribute.Whole(-1), "epsilon", new NodeAttribute.Real(normalized.epsilon()))));
		}
	}

	private record Normalized(String input, float epsilon) {
	}

}
