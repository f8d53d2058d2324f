package dev.semblance.encoders;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What was done to the graph of a transformer before it runs, so that it computes the
 * same in fewer and larger steps.
 *
 * @param before how many nodes of each operator the model's own graph has
 * @param after how many nodes of each operator run
 * @param unrecognized one sentence for each place that looked as if it could be replaced
 * and stayed as it is
 * @param folder the folder in which the graph is kept
 */
public record GraphOptimization(Map<String, Integer> before, Map<String, Integer> after, List<String> unrecognized,
		String folder) {

	/** What people call the operators that come out of it. */
	private static final Map<String, String> NAMES = names();

	/**
	 * Copies the collections.
	 */
	public GraphOptimization {
		before = Map.copyOf(before);
		after = Map.copyOf(after);
		unrecognized = List.copyOf(unrecognized);
	}

	private static Map<String, String> names() {
		Map<String, String> names = new LinkedHashMap<>();
		names.put("Attention", "attention");
		names.put("MultiHeadAttention", "attention");
		names.put("PackedAttention", "packed attention");
		names.put("PackedMultiHeadAttention", "packed attention");
		names.put("SkipLayerNormalization", "skip layer norm");
		names.put("SkipSimplifiedLayerNormalization", "skip layer norm");
		names.put("EmbedLayerNormalization", "embedding layer norm");
		names.put("LayerNormalization", "layer norm");
		names.put("SimplifiedLayerNormalization", "layer norm");
		names.put("RotaryEmbedding", "rotary embedding");
		names.put("BiasGelu", "bias GELU");
		names.put("Gelu", "GELU");
		names.put("FastGelu", "fast GELU");
		names.put("DynamicQuantizeMatMul", "int8 product");
		names.put("MatMulInteger", "int8 product");
		return names;
	}

	/**
	 * Tells whether something was done at all.
	 * @return whether other nodes run than the model's own
	 */
	public boolean changed() {
		return !this.before.equals(this.after);
	}

	/**
	 * Says what was put together, such as
	 * {@code 6 attention, 12 skip layer norm, 1 embedding layer norm}.
	 * @return how many nodes there are that were not there before, or that there are none
	 */
	public String summary() {
		Map<String, Integer> made = new LinkedHashMap<>();
		NAMES.forEach((operator, name) -> {
			int more = this.after.getOrDefault(operator, 0) - this.before.getOrDefault(operator, 0);
			if (more > 0) {
				made.merge(name, more, Integer::sum);
			}
		});
		return made.isEmpty() ? "nothing fused"
				: made.entrySet()
					.stream()
					.map((entry) -> "%d %s".formatted(entry.getValue(), entry.getKey()))
					.collect(Collectors.joining(", "));
	}

	/**
	 * Counts the nodes of the model's own graph.
	 * @return number of nodes
	 */
	public int nodesBefore() {
		return count(this.before);
	}

	/**
	 * Counts the nodes that run.
	 * @return number of nodes
	 */
	public int nodesAfter() {
		return count(this.after);
	}

	private static int count(Map<String, Integer> nodes) {
		return nodes.values().stream().mapToInt(Integer::intValue).sum();
	}

}
