package dev.semblance.encoders.internal.sparse;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import dev.semblance.encoders.EncodingException;
import dev.semblance.encoders.SparseVector;

/**
 * Collects the entries of one sparse vector, in any order. Not safe for concurrent use.
 */
final class SparseEntries {

	private final List<Entry> entries = new ArrayList<>();

	void add(int dimension, float value) {
		if (!Float.isFinite(value)) {
			throw new EncodingException("The model gave %s at dimension %d of a text.".formatted(value, dimension),
					"Use the model in single precision, or another export of it.");
		}
		if (value != 0) {
			this.entries.add(new Entry(dimension, value));
		}
	}

	/** Makes the vector and starts over. */
	SparseVector take(int dimensions) {
		this.entries.sort(Comparator.comparingInt(Entry::dimension));
		int[] indices = new int[this.entries.size()];
		float[] values = new float[indices.length];
		for (int i = 0; i < indices.length; i++) {
			indices[i] = this.entries.get(i).dimension();
			values[i] = this.entries.get(i).value();
		}
		this.entries.clear();
		return new SparseVector(dimensions, indices, values);
	}

	private record Entry(int dimension, float value) {
	}

}
