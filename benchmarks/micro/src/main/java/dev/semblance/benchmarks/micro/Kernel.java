package dev.semblance.benchmarks.micro;

import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.JsonNode;

/**
 * One run of one node, as ONNX Runtime's profile has it.
 *
 * @param node the node's name
 * @param operator what the node does
 * @param inputs shapes of its inputs
 * @param outputs shapes of its outputs
 * @param micros how long it took, in microseconds
 */
record Kernel(String node, String operator, List<List<Long>> inputs, List<List<Long>> outputs, long micros) {

	private static final String SUFFIX = "_kernel_time";

	/**
	 * Reads a profile.
	 * @param profile an array of events
	 * @return the runs of nodes in their order
	 */
	static List<Kernel> read(JsonNode profile) {
		List<Kernel> kernels = new ArrayList<>();
		for (JsonNode event : profile) {
			String name = event.path("name").asString("");
			if (event.path("cat").asString("").equals("Node") && name.endsWith(SUFFIX)) {
				JsonNode details = event.path("args");
				kernels.add(new Kernel(name.substring(0, name.length() - SUFFIX.length()),
						details.path("op_name").asString(), shapes(details.path("input_type_shape")),
						shapes(details.path("output_type_shape")), event.path("dur").asLong()));
			}
		}
		return kernels;
	}

	/** Each is an object of one field, named by the type of its values. */
	private static List<List<Long>> shapes(JsonNode tensors) {
		List<List<Long>> shapes = new ArrayList<>();
		for (JsonNode tensor : tensors) {
			for (JsonNode axes : tensor) {
				List<Long> shape = new ArrayList<>();
				axes.forEach((axis) -> shape.add(axis.asLong()));
				shapes.add(shape);
			}
		}
		return shapes;
	}

	/**
	 * Counts the values of a tensor.
	 * @param shape its shape
	 */
	static long values(List<Long> shape) {
		return shape.stream().reduce(1L, Math::multiplyExact);
	}

}
