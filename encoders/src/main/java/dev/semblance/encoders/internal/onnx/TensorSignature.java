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
	 * Copies the dimensions.
	 */
	public TensorSignature {
		dimensions = List.copyOf(dimensions);
	}

}
