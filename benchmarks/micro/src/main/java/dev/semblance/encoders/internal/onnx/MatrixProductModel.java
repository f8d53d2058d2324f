package dev.semblance.encoders.internal.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;

/**
 * ONNX models of nothing but matrix products, {@code product = left x right}.
 */
public final class MatrixProductModel {

	/** Input, of any number of matrices one behind the other. */
	public static final String LEFT = "left";

	/** Input, unless it is a constant of the model. */
	public static final String RIGHT = "right";

	/** Output. */
	private static final String PRODUCT = "product";

	private static final int OPERATOR_SET = 17;

	/** Its version that goes with the operator set. */
	private static final int FORMAT = 8;

	private MatrixProductModel() {
	}

	/**
	 * Makes a model that multiplies the left matrix by constants, as weights are.
	 * @param count number of constants, each multiplied by a node of its own
	 * @param rows number of rows of each constant
	 * @param columns number of its columns
	 * @param random gives the values
	 * @return the model's bytes
	 */
	public static byte[] withWeights(int count, int rows, int columns, Random random) {
		ProtobufMessage graph = new ProtobufMessage().string(2, "matrix-product").message(11, value(LEFT, 2));
		for (int i = 0; i < count; i++) {
			String weights = RIGHT + i;
			graph.message(1, product(weights, PRODUCT + i))
				.message(5, weights(weights, rows, columns, random))
				.message(12, value(PRODUCT + i, 2));
		}
		return model(graph);
	}

	private static ProtobufMessage weights(String name, int rows, int columns, Random random) {
		ByteBuffer values = ByteBuffer.allocate(Math.multiplyExact(Math.multiplyExact(rows, columns), Float.BYTES))
			.order(ByteOrder.LITTLE_ENDIAN);
		while (values.hasRemaining()) {
			values.putFloat((float) random.nextGaussian());
		}
		return new ProtobufMessage().integer(1, rows)
			.integer(1, columns)
			.integer(2, TensorSignature.FLOAT)
			.string(8, name)
			.bytes(9, values.flip());
	}

	/**
	 * Makes a model that multiplies many pairs of matrices, as attention does.
	 * @return the model's bytes
	 */
	public static byte[] batched() {
		return model(new ProtobufMessage().string(2, "matrix-products")
			.message(1, product(RIGHT, PRODUCT))
			.message(11, value(LEFT, 3))
			.message(11, value(RIGHT, 3))
			.message(12, value(PRODUCT, 3)));
	}

	/** The node is named like its output. */
	private static ProtobufMessage product(String right, String output) {
		return new ProtobufMessage().string(1, LEFT)
			.string(1, right)
			.string(2, output)
			.string(3, output)
			.string(4, "MatMul");
	}

	private static ProtobufMessage value(String name, int rank) {
		ProtobufMessage shape = new ProtobufMessage();
		for (int i = 0; i < rank; i++) {
			shape.message(1, new ProtobufMessage().string(2, name + i));
		}
		ProtobufMessage tensor = new ProtobufMessage().integer(1, TensorSignature.FLOAT).message(2, shape);
		return new ProtobufMessage().string(1, name).message(2, new ProtobufMessage().message(1, tensor));
	}

	private static byte[] model(ProtobufMessage graph) {
		return new ProtobufMessage().integer(1, FORMAT)
			.message(7, graph)
			.message(8, new ProtobufMessage().integer(2, OPERATOR_SET))
			.toByteArray();
	}

}
