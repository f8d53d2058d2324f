package dev.semblance.encoders.internal.optimizer;

import java.util.List;
import java.util.Map;

/**
 * What became of a graph.
 *
 * @param before how many nodes of each operator there were
 * @param after how many nodes of each operator there are
 * @param unrecognized one sentence for each place that looked like a pattern and was not
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

}
