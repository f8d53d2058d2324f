package dev.semblance.encoders.internal.optimizer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.semblance.encoders.internal.graph.ElementType;
import dev.semblance.encoders.internal.graph.GraphNode;
import dev.semblance.encoders.internal.graph.GraphTensor;
import dev.semblance.encoders.internal.graph.NodeAttribute;
import dev.semblance.encoders.internal.graph.OnnxGraph;
import dev.semblance.encoders.internal.graph.WeightReader;
import org.jspecify.annotations.Nullable;

/**
 * Lets a graph compute in half precision where that keeps its results. Inputs and outputs
 * keep their types, and what half precision cannot hold stays as it is. Safe for
 * concurrent use.
 */
final class HalfPrecision {

	private final FloatWeights weights;

	/**
	 * Creates the pass.
	 * @param reader reads the graph's weights, also when they are written afterwards
	 */
	HalfPrecision(WeightReader reader) {
		this.weights = new FloatWeights(reader);
	}

	/**
	 * Finds the tensors whose largest magnitudes in runs should be known.
	 * @param graph a graph in single precision
	 * @return the names of its tensors of floats that nodes make
	 */
	static Set<String> activations(OnnxGraph graph) {
		List<GraphNode> nodes = graph.sortedNodes();
		TensorTypes types = new TensorTypes(graph, nodes);
		Set<String> activations = new LinkedHashSet<>();
		for (GraphNode node : nodes) {
			node.outputs().stream().filter((output) -> types.is(output, ElementType.FLOAT)).forEach(activations::add);
		}
		return activations;
	}

	/**
	 * Rewrites a graph.
	 * @param graph the graph, which is changed
	 * @param seenMaxima the largest magnitudes of tensors that were seen in runs, by
	 * name; others are taken to be small
	 * @return one sentence for each node that stays in single precision for its numbers
	 * @throws IOException if weights cannot be read
	 */
	List<String> convert(OnnxGraph graph, Map<String, Float> seenMaxima) throws IOException {
		removeIdleCasts(graph);
		List<GraphNode> nodes = graph.sortedNodes();
		TensorTypes types = new TensorTypes(graph, nodes);
		PrecisionPlan plan = PrecisionPlan.of(graph, nodes, types, this.weights, seenMaxima);
		Rewriting rewriting = new Rewriting(graph, types, plan);
		for (GraphNode node : nodes) {
			rewriting.rewrite(node);
		}
		graph.removeUnused();
		return plan.beyondRange();
	}

	/** Some exporters cast floats to floats. */
	private static void removeIdleCasts(OnnxGraph graph) {
		List<GraphNode> nodes = graph.sortedNodes();
		TensorTypes types = new TensorTypes(graph, nodes);
		for (GraphNode node : nodes) {
			if (node.is("Cast") && types.is(node.input(0), ElementType.FLOAT)
					&& types.is(node.output(), ElementType.FLOAT) && !isNamed(graph, node.output())) {
				graph.replaceUses(node.output(), node.input(0));
				graph.remove(node);
			}
		}
	}

	/** Whether somebody knows a tensor by its name: outside, or within a nested graph. */
	private static boolean isNamed(OnnxGraph graph, String name) {
		return graph.isOutput(name) || graph.consumers(name).stream().anyMatch((user) -> !user.inputs().contains(name));
	}

	private final class Rewriting {

		private final OnnxGraph graph;

		private final TensorTypes types;

		private final PrecisionPlan plan;

		private final Set<String> halves = new HashSet<>();

		private final Map<String, String> inHalf = new HashMap<>();

		private final Map<String, String> inSingle = new HashMap<>();

		private Rewriting(OnnxGraph graph, TensorTypes types, PrecisionPlan plan) {
			this.graph = graph;
			this.types = types;
			this.plan = plan;
		}

		private void rewrite(GraphNode node) throws IOException {
			boolean half = this.plan.isHalf(node);
			for (String input : new LinkedHashSet<>(node.inputs())) {
				if (this.halves.contains(input)) {
					if (!half && !this.plan.isIndifferent(node)) {
						this.graph.replaceInput(node, input, inSingle(input));
					}
				}
				else if (half && this.types.is(input, ElementType.FLOAT)) {
					this.graph.replaceInput(node, input, inHalf(input));
				}
			}
			if (half) {
				giveHalves(node);
			}
		}

		private void giveHalves(GraphNode node) {
			List<String> outputs = new ArrayList<>(node.outputs());
			for (int i = 0; i < outputs.size(); i++) {
				String output = outputs.get(i);
				if (!this.types.is(output, ElementType.FLOAT) || !TensorTypes.isLikeFirst(node, i)) {
					continue;
				}
				if (isNamed(this.graph, output)) {
					outputs.set(i, this.graph.newName("half"));
					this.graph.replaceUses(output, outputs.get(i));
					this.inSingle.put(outputs.get(i), output);
				}
				this.halves.add(outputs.get(i));
			}
			if (!outputs.equals(node.outputs())) {
				this.graph.remove(node);
				this.graph.add(new GraphNode(node.name(), node.domain(), node.operator(), node.inputs(), outputs,
						node.attributes()));
				outputs.stream()
					.filter(this.inSingle::containsKey)
					.forEach((output) -> cast(output, ElementType.FLOAT, this.inSingle.get(output)));
			}
		}

		private String inSingle(String half) {
			return this.inSingle.computeIfAbsent(half, (name) -> cast(name, ElementType.FLOAT, null));
		}

		private String inHalf(String single) throws IOException {
			String known = this.inHalf.get(single);
			if (known == null) {
				GraphTensor constant = this.graph.constant(single);
				known = (constant != null) ? half(constant) : narrowed(single);
				this.inHalf.put(single, known);
			}
			return known;
		}

		private String half(GraphTensor constant) throws IOException {
			GraphTensor source = (constant.elements() == 1) ? HalfRange.cut(constant) : constant;
			return this.graph.put(GraphTensor.converted(this.graph.newName("half"), ElementType.FLOAT16,
					constant.dimensions(), () -> HalfPrecision.this.weights.halves(source)));
		}

		private String narrowed(String single) {
			if (this.plan.mayExceed(single)) {
				return cast(HalfRange.cut(this.graph, single), ElementType.FLOAT16, null);
			}
			GraphNode producer = this.graph.producer(single, "Cast");
			return cast((producer != null) ? producer.input(0) : single, ElementType.FLOAT16, null);
		}

		private String cast(String from, ElementType type, @Nullable String to) {
			String name = this.graph.newName("Cast");
			String output = (to != null) ? to : name;
			this.graph.add(new GraphNode(name, "", "Cast", List.of(from), List.of(output),
					Map.of("to", new NodeAttribute.Whole(type.code()))));
			return output;
		}

	}

}
