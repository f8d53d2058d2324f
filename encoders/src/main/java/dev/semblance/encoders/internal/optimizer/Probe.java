package dev.semblance.encoders.internal.optimizer;

import java.util.Map;
import java.util.Set;

/**
 * Runs a graph to see what its tensors are.
 */
public interface Probe {

	/**
	 * Runs the graph.
	 * @param batch what to run it on
	 * @param tensors names of the tensors that are wanted
	 * @return the tensors by name
	 */
	Map<String, ProbedTensor> run(ProbeBatch batch, Set<String> tensors);

}
