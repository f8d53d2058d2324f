package dev.semblance.encoders.internal.optimizer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

import dev.semblance.encoders.internal.graph.GraphTensor;
import dev.semblance.encoders.internal.graph.WeightReader;
import dev.semblance.encoders.internal.weights.HalfFloat;

/**
 * Goes through the elements of constants in single precision, a piece at a time.
 *
 * @param reader reads them
 */
record FloatWeights(WeightReader reader) {

	private static final int PIECE = 8192;

	/**
	 * Finds the largest element, signs aside.
	 * @param tensor a tensor of floats
	 * @return its magnitude; not a number if one of the elements is none
	 * @throws IOException if the elements cannot be read
	 */
	float largest(GraphTensor tensor) throws IOException {
		FloatBuffer elements = this.reader.read(tensor).asFloatBuffer();
		float[] piece = new float[PIECE];
		float largest = 0;
		while (elements.hasRemaining()) {
			int length = Math.min(PIECE, elements.remaining());
			elements.get(piece, 0, length);
			for (int i = 0; i < length; i++) {
				largest = Math.max(largest, Math.abs(piece[i]));
			}
		}
		return largest;
	}

	/**
	 * Rounds the elements to half precision.
	 * @param tensor a tensor of floats
	 * @return the elements in half precision, in little-endian order
	 * @throws IOException if the elements cannot be read
	 */
	ByteBuffer halves(GraphTensor tensor) throws IOException {
		FloatBuffer elements = this.reader.read(tensor).asFloatBuffer();
		ByteBuffer halves = ByteBuffer.allocate(Math.multiplyExact(elements.remaining(), Short.BYTES))
			.order(ByteOrder.LITTLE_ENDIAN);
		float[] piece = new float[PIECE];
		while (elements.hasRemaining()) {
			int length = Math.min(PIECE, elements.remaining());
			elements.get(piece, 0, length);
			for (int i = 0; i < length; i++) {
				halves.putShort(HalfFloat.of(piece[i]));
			}
		}
		return halves.flip();
	}

}
