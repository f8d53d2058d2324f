package dev.semblance.encoders.internal.optimizer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.semblance.encoders.internal.graph.GraphNode;
import dev.semblance.encoders.internal.graph.NodeAttribute;
import dev.semblance.encoders.internal.graph.OnnxGraph;

/**
 * The sum of rows of two or three tables, normalized: words, places and token types.
 *
 * @param normalization the node that normalizes
 * @param words looks up words
 * @param others look up the rest
 */
record EmbeddingMatch(GraphNode normalization, GraphNode words, List<GraphNode> others) {

	private static final int MOST_TABLES = 8;

	/**
	 * Looks at a layer normalization.
	 * @param graph the graph
	 * @param normalization the node
	 * @param ids the graph's input of token ids
	 * @return the match
	 * @throws UnrecognizedException if it normalizes something else
	 */
	static EmbeddingMatch match(OnnxGraph graph, GraphNode normalization, String ids) throws UnrecognizedException {
		List<GraphNode> lookups = lookups(graph, normalization.input(0));
		GraphNode words = lookups.stream().filter((lookup) -> lookup.input(1).equals(ids)).findFirst().orElse(null);
		if (words == null) {
			throw new UnrecognizedException("no table is looked up by token ids");
		}
		List<GraphNode> others = lookups.stream().filter((lookup) -> lookup != words).toList();
		if (others.isEmpty() || others.size() > 2) {
			throw new UnrecognizedException("%d tables are added to that of the words".formatted(others.size()));
		}
		Numbers numbers = new Numbers(graph);
		long width = numbers.columns(words.input(0));
		if (!lookups.stream().allMatch((lookup) -> numbers.columns(lookup.input(0)) == width)
				|| numbers.length(normalization.input(1)) != width || numbers.length(normalization.input(2)) != width) {
			throw new UnrecognizedException("its tables, its weight and its bias are not all %d wide".formatted(width));
		}
		if (!LayerNormalizationFusion.isOfLastAxis(normalization)) {
			throw new UnrecognizedException("it normalizes another axis, or gives more than one tensor");
		}
		return new EmbeddingMatch(normalization, words, others);
	}

	private static List<GraphNode> lookups(OnnxGraph graph, String sum) throws UnrecognizedException {
		List<GraphNode> lookups = new ArrayList<>();
		Deque<String> open = new ArrayDeque<>(List.of(sum));
		while (!open.isEmpty()) {
			GraphNode node = graph.producer(open.pop());
			if (node != null && node.is("Add") && open.size() + lookups.size() < MOST_TABLES) {
				open.push(node.input(1));
				open.push(node.input(0));
			}
			else if (node != null && node.is("Gather") && NodeAttribute.whole(node.attribute("axis"), 0) == 0
					&& new Numbers(graph).isMatrix(node.input(0))) {
				lookups.add(node);
			}
			else {
				throw new UnrecognizedException("it adds something else than rows of tables");
			}
		}
		return lookups;
	}

	/**
	 * Returns all tensors that must be seen.
	 */
	Set<String> unseen() {
		Set<String> unseen = new LinkedHashSet<>();
		this.others.forEach((lookup) -> unseen.add(lookup.input(1)));
		return unseen;
	}

}
