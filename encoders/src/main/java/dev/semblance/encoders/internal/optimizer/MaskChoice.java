package dev.semblance.encoders.internal.optimizer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.semblance.encoders.internal.graph.GraphNode;
import dev.semblance.encoders.internal.graph.NodeAttribute;
import dev.semblance.encoders.internal.graph.OnnxGraph;
import dev.semblance.encoders.internal.onnx.ModelInputs;

/**
 * Puts two forms of a fused graph side by side, one with the mask of padding and one
 * without, between which each batch chooses: on newer GPUs flash attention runs only
 * where there is no mask. Weights are shared. On a CPU the gain is too small to hold
 * prepared weights twice.
 */
final class MaskChoice {

	private static final String MASKED = "semblance/masked/";

	private static final String UNMASKED = "semblance/unmasked/";

	private MaskChoice() {
	}

	/**
	 * Lets batches choose, if the graph masks padding at all.
	 * @param graph the graph, which is changed
	 */
	static void add(OnnxGraph graph) {
		List<GraphNode> nodes = graph.sortedNodes();
		boolean nested = nodes.stream().anyMatch((node) -> node.dependencies().stream().anyMatch(node::captures));
		if (nested || nodes.stream().noneMatch(MaskChoice::isMasked)) {
			return;
		}
		List<String> outputs = graph.outputs();
		NodeAttribute.Graph masked = new NodeAttribute.Graph(renamed(nodes, MASKED, false),
				outputs.stream().map(MASKED::concat).toList());
		NodeAttribute.Graph unmasked = new NodeAttribute.Graph(
				needed(renamed(nodes, UNMASKED, true), UNMASKED, outputs),
				outputs.stream().map(UNMASKED::concat).toList());
		nodes.forEach(graph::remove);
		graph.addTruth(ModelInputs.PADDED);
		graph.add(new GraphNode(graph.newName("If"), "", "If", List.of(ModelInputs.PADDED), outputs,
				Map.of("then_branch", masked, "else_branch", unmasked)));
	}

	private static boolean isMasked(GraphNode node) {
		return node.operator().equals(AttentionFusion.OPERATOR)
				&& !node.input(AttentionFusion.KEY_MASK_INPUT).isEmpty();
	}

	/** A tensor may have its name only once, in whichever graph. */
	private static List<GraphNode> renamed(List<GraphNode> nodes, String prefix, boolean withoutMask) {
		Map<String, String> names = new HashMap<>();
		nodes.forEach((node) -> node.outputs()
			.stream()
			.filter((output) -> !output.isEmpty())
			.forEach((output) -> names.put(output, prefix + output)));
		List<GraphNode> renamed = new ArrayList<>();
		for (GraphNode node : nodes) {
			List<String> inputs = new ArrayList<>(
					node.inputs().stream().map((input) -> names.getOrDefault(input, input)).toList());
			if (withoutMask && isMasked(node)) {
				inputs.set(AttentionFusion.KEY_MASK_INPUT, "");
			}
			renamed.add(new GraphNode(node.name().isEmpty() ? "" : prefix + node.name(), node.domain(), node.operator(),
					inputs, node.outputs().stream().map((output) -> names.getOrDefault(output, output)).toList(),
					node.attributes()));
		}
		return renamed;
	}

	private static List<GraphNode> needed(List<GraphNode> nodes, String prefix, List<String> outputs) {
		Set<String> wanted = new HashSet<>(outputs.stream().map(prefix::concat).toList());
		List<GraphNode> needed = new ArrayList<>();
		for (int i = nodes.size() - 1; i >= 0; i--) {
			GraphNode node = nodes.get(i);
			if (node.outputs().stream().anyMatch(wanted::contains)) {
				wanted.addAll(node.dependencies());
				needed.add(0, node);
			}
		}
		return needed;
	}

}
