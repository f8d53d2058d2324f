package dev.semblance.store.pgvector.internal.wire;

import dev.semblance.encoders.SparseVector;
import dev.semblance.retrieval.store.StoreException;

/**
 * The type <code>sparsevec</code>: dimensions, entries and a zero, of four bytes each,
 * then all indices, from 0 (the type's text counts from 1), then all values.
 */
final class SparsevecTypeCodec implements VectorCodec<SparseVector> {

	static final int MOST_DIMENSIONS = 1_000_000_000;

	static final int MOST_ENTRIES = 16_000;

	private static final String TYPE = "sparsevec";

	private static final int HEADER = 3 * Integer.BYTES;

	private static final int ENTRY = Integer.BYTES + Float.BYTES;

	@Override
	public int length(SparseVector vector) {
		return HEADER + entries(vector) * ENTRY;
	}

	/**
	 * Counts the entries that are not zero, which the server would refuse.
	 */
	static int entries(SparseVector vector) {
		Wire.checkSize(TYPE, "dimensions", vector.dimensions(), MOST_DIMENSIONS);
		int entries = 0;
		for (float value : vector.values()) {
			entries += (value != 0) ? 1 : 0;
		}
		if (entries > MOST_ENTRIES) {
			Wire.checkSize(TYPE, "values that are not zero", entries, MOST_ENTRIES);
		}
		return entries;
	}

	@Override
	public void write(SparseVector vector, byte[] target, int offset) {
		int entries = entries(vector);
		Wire.INT.set(target, offset, vector.dimensions());
		Wire.INT.set(target, offset + Integer.BYTES, entries);
		Wire.INT.set(target, offset + 2 * Integer.BYTES, 0);
		int index = offset + HEADER;
		int value = index + entries * Integer.BYTES;
		for (int i = 0; i < vector.values().length; i++) {
			if (vector.values()[i] != 0) {
				Wire.INT.set(target, index, vector.indices()[i]);
				Wire.INT.set(target, value, Float.floatToRawIntBits(vector.values()[i]));
				index += Integer.BYTES;
				value += Float.BYTES;
			}
		}
	}

	@Override
	public SparseVector decode(byte[] bytes) {
		if (bytes.length < HEADER) {
			throw malformed("has only %d bytes".formatted(bytes.length));
		}
		int dimensions = (int) Wire.INT.get(bytes, 0);
		int entries = (int) Wire.INT.get(bytes, Integer.BYTES);
		if (dimensions < 1 || dimensions > MOST_DIMENSIONS) {
			throw malformed("claims %d dimensions".formatted(dimensions));
		}
		if ((int) Wire.INT.get(bytes, 2 * Integer.BYTES) != 0) {
			throw malformed("has bits set in its reserved bytes");
		}
		if (entries < 0 || entries > MOST_ENTRIES || bytes.length != HEADER + entries * ENTRY) {
			throw malformed("claims %d entries and has %d bytes".formatted(entries, bytes.length));
		}
		int[] indices = new int[entries];
		float[] values = new float[entries];
		int before = -1;
		for (int i = 0; i < entries; i++) {
			int at = HEADER + i * Integer.BYTES;
			indices[i] = (int) Wire.INT.get(bytes, at);
			values[i] = Float.intBitsToFloat((int) Wire.INT.get(bytes, at + entries * Integer.BYTES));
			if (indices[i] <= before || indices[i] >= dimensions) {
				throw malformed("of %d dimensions has index %d after %d".formatted(dimensions, indices[i], before));
			}
			if (!Float.isFinite(values[i]) || values[i] == 0) {
				throw malformed("has the value %s at index %d".formatted(values[i], indices[i]));
			}
			before = indices[i];
		}
		return new SparseVector(dimensions, indices, values);
	}

	private static StoreException malformed(String problem) {
		return Wire.malformed(TYPE, problem);
	}

}
