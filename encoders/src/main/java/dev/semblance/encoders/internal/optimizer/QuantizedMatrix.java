package dev.semblance.encoders.internal.optimizer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

import dev.semblance.encoders.InvalidModelException;
import dev.semblance.encoders.internal.graph.GraphTensor;
import dev.semblance.encoders.internal.graph.WeightReader;

/**
 * A matrix of weights whose columns are signed bytes, each column with a scale of its
 * own: the largest weight of a column, signs aside, becomes the largest byte.
 *
 * @param reader reads the weights
 * @param source the matrix in single precision
 * @param transposed whether rows of the source are columns
 * @param largest the largest byte, signs aside
 */
record QuantizedMatrix(WeightReader reader, GraphTensor source, boolean transposed, int largest) {

	/**
	 * Returns the number of rows.
	 * @return the length of what is multiplied with the matrix
	 */
	int rows() {
		return length(this.transposed ? 1 : 0);
	}

	/**
	 * Returns the number of columns.
	 * @return the length of the product
	 */
	int columns() {
		return length(this.transposed ? 0 : 1);
	}

	private int length(int axis) {
		return Math.toIntExact(this.source.dimensions().get(axis));
	}

	/**
	 * Computes the scales.
	 * @return by what the bytes of each column are to be multiplied
	 * @throws InvalidModelException if a weight is no finite number
	 * @throws IOException if weights cannot be read
	 */
	float[] scales() throws IOException {
		float[] scales = new float[columns()];
		forEachRow((row, weights) -> {
			for (int i = 0; i < weights.length; i++) {
				int column = this.transposed ? row : i;
				scales[column] = Math.max(scales[column], Math.abs(weights[i]));
			}
		});
		for (int column = 0; column < scales.length; column++) {
			if (!(scales[column] <= Float.MAX_VALUE)) {
				throw new InvalidModelException(
						"Weights '%s' of the model hold %s in column %d.".formatted(this.source.name(),
								Float.isNaN(scales[column]) ? "something that is no number" : "infinity", column),
						"Export the model again; its weights are damaged.");
			}
			scales[column] = Math.max(scales[column] / this.largest, Float.MIN_NORMAL);
		}
		return scales;
	}

	/**
	 * Rounds the weights.
	 * @param scales the scales of the columns
	 * @return the bytes, row by row whatever the order of the source
	 * @throws IOException if weights cannot be read
	 */
	ByteBuffer bytes(float[] scales) throws IOException {
		int columns = columns();
		ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(rows(), columns)).order(ByteOrder.LITTLE_ENDIAN);
		forEachRow((row, weights) -> {
			for (int i = 0; i < weights.length; i++) {
				int column = this.transposed ? row : i;
				int place = (this.transposed ? i : row) * columns + column;
				bytes.put(place, (byte) Math.round(weights[i] / scales[column]));
			}
		});
		return bytes;
	}

	private void forEachRow(RowAction action) throws IOException {
		FloatBuffer elements = this.reader.read(this.source).asFloatBuffer();
		float[] row = new float[length(1)];
		for (int i = 0; i < length(0); i++) {
			elements.get(row);
			action.accept(i, row);
		}
	}

	@FunctionalInterface
	private interface RowAction {

		void accept(int row, float[] weights);

	}

}
