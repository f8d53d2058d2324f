package dev.semblance.encoders.internal.onnx;

import java.util.List;

/**
 * An input or output of a model.
 *
 * @param name its name
 * @param elementType its {@code TensorProto.DataType}
 * @param dimensions its shape, -1 for a dimension that varies
 */
public record TensorSignature(String name, int elementType, List<Long> dimensions) {

	/** {@code TensorProto.DataType.FLOAT}. */
	public static final int FLOAT = 1;

	/** {@code TensorProto.DataType.INT64}. */
	public static final int INT64 = 7;

	/** {@code TensorProto.DataType.BOOL}. */
	public static final int BOOL = 9;

	/**
	 * Returns whether a dimension is fixed to a number.
	 * @param axis which dimension
	 * @param length the number
	 * @return whether it is
	 */
	public boolean isFixed(int axis, long length) {
		return this.dimensions.size() > axis && this.dimensions.get(axis) == length;
	}

	/**
	 * Copies the dimensions.
	 */
	public TensorSignature {
		dimensions = List.copyOf(dimensions);
	}

}
