package dev.semblance.encoders.internal.graph;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A constant tensor: weights, or a number that a node needs.
 *
 * @param name its name; empty for one within an attribute
 * @param elementType its {@code TensorProto.DataType}
 * @param dimensions its shape, empty for a scalar
 * @param data its elements, row by row
 */
public record GraphTensor(String name, int elementType, List<Long> dimensions, TensorData data) {

	private static final long SMALLEST_CONVERTED_LATER = 16 * 1024;

	/**
	 * Copies the dimensions.
	 */
	public GraphTensor {
		dimensions = List.copyOf(dimensions);
	}

	/**
	 * Creates a tensor of floats.
	 * @param name its name
	 * @param dimensions its shape
	 * @param values its elements
	 * @return the tensor
	 */
	public static GraphTensor ofFloats(String name, List<Long> dimensions, float... values) {
		ByteBuffer bytes = allocate(values.length * Float.BYTES);
		bytes.asFloatBuffer().put(values);
		return new GraphTensor(name, ElementType.FLOAT.code(), dimensions, new TensorData.InMemory(bytes));
	}

	/**
	 * Creates a tensor of whole numbers.
	 * @param name its name
	 * @param dimensions its shape
	 * @param values its elements
	 * @return the tensor
	 */
	public static GraphTensor ofLongs(String name, List<Long> dimensions, long... values) {
		ByteBuffer bytes = allocate(values.length * Long.BYTES);
		bytes.asLongBuffer().put(values);
		return new GraphTensor(name, ElementType.INT64.code(), dimensions, new TensorData.InMemory(bytes));
	}

	/**
	 * Creates a tensor that is made of another one: a small one at once, a large one when
	 * it is written.
	 * @param name its name
	 * @param type its type
	 * @param dimensions its shape
	 * @param conversion makes its elements
	 * @return the tensor
	 * @throws IOException if what it is made of cannot be read
	 */
	public static GraphTensor converted(String name, ElementType type, List<Long> dimensions,
			TensorData.Conversion conversion) throws IOException {
		long size = Math.multiplyExact(dimensions.stream().reduce(1L, Math::multiplyExact), type.size());
		TensorData data = (size < SMALLEST_CONVERTED_LATER) ? new TensorData.InMemory(conversion.convert())
				: new TensorData.Converted(size, conversion);
		return new GraphTensor(name, type.code(), dimensions, data);
	}

	private static ByteBuffer allocate(int size) {
		return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
	}

	/**
	 * Tells whether the tensor has a type.
	 * @param type the type
	 * @return whether it has
	 */
	public boolean is(ElementType type) {
		return this.elementType == type.code();
	}

	/**
	 * Returns the number of elements.
	 * @return the product of the dimensions
	 * @throws ArithmeticException if that is no number of elements
	 */
	public long elements() {
		return this.dimensions.stream().reduce(1L, Math::multiplyExact);
	}

	/**
	 * Gives the tensor another name.
	 * @param name the name
	 * @return the same elements under that name
	 */
	public GraphTensor named(String name) {
		return new GraphTensor(name, this.elementType, this.dimensions, this.data);
	}

}
