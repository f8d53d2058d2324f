package dev.semblance.encoders.internal.optimizer;

import java.util.List;
import java.util.Map;

import dev.semblance.encoders.internal.graph.GraphNode;
import dev.semblance.encoders.internal.graph.GraphTensor;
import dev.semblance.encoders.internal.graph.OnnxGraph;
import dev.semblance.encoders.internal.graph.TensorData;
import dev.semblance.encoders.internal.weights.HalfFloat;

/**
 * Cuts numbers that mean no more than "leave this out" to the range of half precision: to
 * half of it, so that what they are added to does not lead out of it again.
 */
final class HalfRange {

	/** Scores differ by far less. */
	private static final float LIMIT = HalfFloat.MAX_VALUE / 2;

	private HalfRange() {
	}

	/**
	 * Cuts a constant of one float.
	 * @param constant the constant
	 * @return the same one if it is in the range
	 */
	static GraphTensor cut(GraphTensor constant) {
		if (!(constant.data() instanceof TensorData.InMemory memory)) {
			return constant;
		}
		float value = memory.bytes().getFloat();
		return (Math.abs(value) <= HalfFloat.MAX_VALUE) ? constant
				: GraphTensor.ofFloats(constant.name(), constant.dimensions(), Math.copySign(LIMIT, value));
	}

	/**
	 * Cuts a tensor in single precision.
	 * @param graph the graph
	 * @param name the tensor
	 * @return the name of the tensor that is cut
	 */
	static String cut(OnnxGraph graph, String name) {
		return bounded(graph, "Min", bounded(graph, "Max", name, -LIMIT), LIMIT);
	}

	private static String bounded(OnnxGraph graph, String operator, String name, float limit) {
		String constant = graph.put(GraphTensor.ofFloats("semblance/half_range/" + operator, List.of(), limit));
		String bounded = graph.newName(operator);
		graph.add(new GraphNode(bounded, "", operator, List.of(name, constant), List.of(bounded), Map.of()));
		return bounded;
	}

}
