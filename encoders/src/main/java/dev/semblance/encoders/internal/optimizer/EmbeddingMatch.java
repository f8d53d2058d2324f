package dev.semblance.encoders.internal.optimizer;

import java.util.ArrayList;
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

	/**
	 * Looks at a layer normalization.
	 * @param graph the graph
	 * @param normalization the node
	 * @param ids the graph's input of token ids
	 * @return the match
	 * @throws UnrecognizedException if it normalizes something else
	 */
	static EmbeddingMatch match(OnnxGraph graph, GraphNode normalization, String ids) throws UnrecognizedException {
		List<GraphNode> lookups = new ArrayList<>();
		collect(graph, normalization.input(0), lookups);
		GraphNode words = lookups.stream().filter((lookup) -> lookup.input(1).equals(ids)).findFirst().orElse(null);
		if (words == null) {
			throw new UnrecognizedException("no table is looked up by token ids");
		}
		List<GraphNode> others = lookups.stream().filter((lookup) -> lookup != words).toList();
		if (others.isEmpty() || others.size() > 2) {
			throw new UnrecognizedException("%d tables are added to that of the words".formatted(others.size()));
		}
		if (normalization.inputs().size() < 3) {
			throw new UnrecognizedException("it is normalized without a bias");
		}
		return new EmbeddingMatch(normalization, words, others);
	}

	private static void collect(OnnxGraph graph, String name, List<GraphNode> lookups) throws UnrecognizedException {
		GraphNode node = graph.producer(name);
		if (node != null && node.is("Add") && lookups.size() <= 3) {
			collect(graph, node.input(0), lookups);
			collect(graph, node.input(1), lookups);
			return;
		}
		boolean lookup = node != null && node.is("Gather") && NodeAttribute.whole(node.attribute("axis"), 0) == 0
				&& new Numbers(graph).isMatrix(node.input(0));
		if (node == null || !lookup) {
			throw new UnrecognizedException("it adds something else than rows of tables");
		}
		lookups.add(node);
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
