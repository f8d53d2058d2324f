package dev.semblance.encoders.internal.optimizer;

import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

import dev.semblance.encoders.internal.graph.ElementType;
import dev.semblance.encoders.internal.graph.GraphNode;
import dev.semblance.encoders.internal.graph.GraphTensor;
import dev.semblance.encoders.internal.graph.NodeAttribute;
import dev.semblance.encoders.internal.graph.OnnxGraph;
import dev.semblance.encoders.internal.graph.TensorData;

/**
 * The numbers that a graph's nodes are told by constants: a factor, or axes.
 *
 * @param graph the graph
 */
record Numbers(OnnxGraph graph) {

	/** Longer ones are weights. */
	private static final int LONGEST = 64;

	/**
	 * Returns the only element of a constant. One of more axes than a vector is no mere
	 * number: what it is added to or multiplied with may get more axes by it.
	 * @param name a tensor
	 * @return the number, if the tensor is such a constant
	 */
	OptionalDouble number(String name) {
		GraphTensor tensor = this.graph.constant(name);
		if (tensor == null || tensor.dimensions().size() > 1 || tensor.elements() != 1
				|| !(tensor.data() instanceof TensorData.InMemory memory)) {
			return OptionalDouble.empty();
		}
		ElementType type = ElementType.of(tensor.elementType()).orElse(null);
		ByteBuffer bytes = memory.bytes();
		if (type == ElementType.FLOAT) {
			return OptionalDouble.of(bytes.getFloat());
		}
		if (type == ElementType.DOUBLE) {
			return OptionalDouble.of(bytes.getDouble());
		}
		List<Long> whole = wholes(name);
		return (whole.size() == 1) ? OptionalDouble.of(whole.get(0)) : OptionalDouble.empty();
	}

	/**
	 * Tells whether a tensor is a certain constant.
	 * @param name a tensor
	 * @param value the number
	 * @return whether it has that number as its only element, as far as rounding goes
	 */
	boolean is(String name, double value) {
		OptionalDouble number = number(name);
		return number.isPresent() && Math.abs(number.getAsDouble() - value) <= 1e-6 * Math.max(1, Math.abs(value));
	}

	/**
	 * Returns the whole numbers of a short constant.
	 * @param name a tensor
	 * @return the numbers, empty if the tensor is no such constant
	 */
	List<Long> wholes(String name) {
		GraphTensor tensor = this.graph.constant(name);
		if (tensor == null || tensor.elements() > LONGEST || !(tensor.data() instanceof TensorData.InMemory memory)
				|| !(tensor.is(ElementType.INT64) || tensor.is(ElementType.INT32))) {
			return List.of();
		}
		ByteBuffer bytes = memory.bytes();
		List<Long> wholes = new ArrayList<>();
		while (bytes.hasRemaining()) {
			wholes.add(tensor.is(ElementType.INT64) ? bytes.getLong() : bytes.getInt());
		}
		return wholes;
	}

	/**
	 * Returns the axes of a node, which moved from an attribute to an input over time.
	 * @param node the node
	 * @return the axes, empty if they are not constant
	 */
	List<Long> axes(GraphNode node) {
		return (node.attribute("axes") instanceof NodeAttribute.Wholes axes) ? axes.values() : wholes(node.input(1));
	}

	/**
	 * Tells whether a constant is a vector, as biases are.
	 * @param name a tensor
	 * @return whether it is one of floats
	 */
	boolean isVector(String name) {
		GraphTensor tensor = this.graph.constant(name);
		return tensor != null && tensor.is(ElementType.FLOAT) && tensor.dimensions().size() == 1;
	}

	/**
	 * Tells whether a constant is a matrix, as weights are.
	 * @param name a tensor
	 * @return whether it is one of floats
	 */
	boolean isMatrix(String name) {
		GraphTensor tensor = this.graph.constant(name);
		return tensor != null && tensor.is(ElementType.FLOAT) && tensor.dimensions().size() == 2;
	}

	/**
	 * Tells whether a constant counts from 0 on along its last axis, as a table of places
	 * does.
	 * @param name a tensor
	 * @return whether it is such a constant
	 */
	boolean isRunning(String name) {
		GraphTensor tensor = this.graph.constant(name);
		if (tensor == null || !tensor.is(ElementType.INT64) || tensor.dimensions().isEmpty()
				|| !(tensor.data() instanceof TensorData.InMemory memory) || tensor.elements() <= 2) {
			return false;
		}
		LongBuffer values = memory.bytes().asLongBuffer();
		long length = tensor.dimensions().get(tensor.dimensions().size() - 1);
		for (int i = 0; i < values.limit(); i++) {
			if (values.get(i) != i % length) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Tells whether all elements of a constant are the same.
	 * @param tensor the constant
	 * @return whether they are, as far as they are in memory
	 */
	boolean isUniform(GraphTensor tensor) {
		ElementType type = ElementType.of(tensor.elementType()).orElse(null);
		if (type == null || !(tensor.data() instanceof TensorData.InMemory memory)) {
			return false;
		}
		ByteBuffer bytes = memory.bytes();
		int more = bytes.remaining() - type.size();
		return more <= 0 || bytes.slice(0, more).equals(bytes.slice(type.size(), more));
	}

	/**
	 * Returns the length of a vector.
	 * @param name a tensor
	 * @return number of its elements, -1 if it is no constant vector of floats
	 */
	long length(String name) {
		GraphTensor tensor = this.graph.constant(name);
		return (tensor != null && isVector(name)) ? tensor.elements() : -1;
	}

	/**
	 * Returns the width of a matrix.
	 * @param name a tensor
	 * @return number of its columns, -1 if it is no constant matrix of floats
	 */
	long columns(String name) {
		GraphTensor tensor = this.graph.constant(name);
		return (tensor != null && isMatrix(name)) ? tensor.dimensions().get(1) : -1;
	}

}
