package dev.semblance.encoders.internal.optimizer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.semblance.encoders.internal.graph.OnnxGraph;

/**
 * What became of a graph.
 *
 * @param before how many nodes of each operator there were
 * @param after how many nodes of each operator there are
 * @param unrecognized one sentence for each place that looked like a pattern and was not,
 * and for each that must stay in single precision
 */
public record FusionReport(Map<String, Integer> before, Map<String, Integer> after, List<String> unrecognized) {

	/**
	 * Copies the collections.
	 */
	public FusionReport {
		before = Map.copyOf(before);
		after = Map.copyOf(after);
		unrecognized = List.copyOf(unrecognized);
	}

	/**
	 * Adds what became of the graph afterwards.
	 * @param graph the graph
	 * @param more sentences about it
	 * @return a report of both
	 */
	FusionReport with(OnnxGraph graph, List<String> more) {
		return new FusionReport(this.before, operators(graph),
				Stream.concat(this.unrecognized.stream(), more.stream()).toList());
	}

	static Map<String, Integer> operators(OnnxGraph graph) {
		Map<String, Integer> operators = new HashMap<>();
		graph.nodes().forEach((node) -> operators.merge(node.operator(), 1, Integer::sum));
		return operators;
	}

}
