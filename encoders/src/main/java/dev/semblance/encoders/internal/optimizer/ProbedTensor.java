package dev.semblance.encoders.internal.optimizer;

import java.util.List;

/**
 * What a tensor was seen to be in a run.
 *
 * @param shape its shape
 * @param values its elements, row by row, as floats whatever their type
 */
@SuppressWarnings("ArrayRecordComponent")
public record ProbedTensor(List<Long> shape, float[] values) {

	/**
	 * Copies the shape.
	 */
	public ProbedTensor {
		shape = List.copyOf(shape);
	}

	/** The largest magnitude of its elements. */
	float largest() {
		float largest = 0;
		for (float value : this.values) {
			largest = Math.max(largest, Math.abs(value));
		}
		return largest;
	}

	/** Element of a place, where axes of length 1 stand for any length. */
	float at(long... place) {
		int index = 0;
		for (int axis = 0; axis < place.length; axis++) {
			long length = this.shape.get(axis);
			index = (int) (index * length + ((length == 1) ? 0 : place[axis]));
		}
		return this.values[index];
	}

}
