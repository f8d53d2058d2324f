package dev.semblance.benchmarks.micro;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What each node of a model does, and its usual time. That is the median, because a run
 * which another process held up says nothing about the node.
 */
final class NodeTimes {

	private final Map<String, List<Kernel>> runs = new LinkedHashMap<>();

	private final int warmup;

	/**
	 * Sorts a profile by nodes.
	 * @param kernels the profile
	 * @param warmup number of runs at the start that do not count
	 */
	NodeTimes(List<Kernel> kernels, int warmup) {
		kernels.forEach((kernel) -> this.runs.computeIfAbsent(kernel.node(), (node) -> new ArrayList<>()).add(kernel));
		this.warmup = warmup;
	}

	/**
	 * Returns the time of one run of the model.
	 * @return microseconds within nodes
	 */
	double total() {
		return this.runs.values().stream().mapToDouble(this::median).sum();
	}

	/**
	 * Returns the time of a node, where all do the same.
	 * @return microseconds
	 */
	double mean() {
		return total() / this.runs.size();
	}

	/**
	 * Returns the matrix nodes by what they multiply.
	 * @return each node's time in microseconds
	 */
	Map<MatrixShape, List<Double>> matrixNodes() {
		Map<MatrixShape, List<Double>> nodes = new LinkedHashMap<>();
		for (List<Kernel> node : this.runs.values()) {
			if (MatrixShape.fits(node.get(0))) {
				nodes.computeIfAbsent(MatrixShape.of(node.get(0)), (shape) -> new ArrayList<>()).add(median(node));
			}
		}
		return nodes;
	}

	private double median(List<Kernel> node) {
		long[] micros = node.stream().skip(this.warmup).mapToLong(Kernel::micros).sorted().toArray();
		int middle = micros.length / 2;
		return (micros.length % 2 == 1) ? micros[middle] : (micros[middle - 1] + micros[middle]) / 2.0;
	}

}
