package dev.semblance.store.pgvector.internal.wire;

/**
 * What <code>vector</code> and <code>halfvec</code> have in common: two bytes of length,
 * two of zeros, then all values.
 */
abstract class DenseCodec implements VectorCodec<float[]> {

	static final int MOST_DIMENSIONS = 16_000;

	static final int HEADER = 4;

	private final String type;

	private final int valueBytes;

	DenseCodec(String type, int valueBytes) {
		this.type = type;
		this.valueBytes = valueBytes;
	}

	final String type() {
		return this.type;
	}

	/**
	 * Writes the values.
	 * @return whether all of them are finite as they were written
	 */
	abstract boolean writeValues(float[] vector, byte[] target, int offset);

	/**
	 * Reads the values.
	 * @return whether all of them are finite
	 */
	abstract boolean readValues(byte[] bytes, int offset, float[] vector);

	abstract boolean fits(float value);

	@Override
	public final int length(float[] vector) {
		Wire.checkSize(this.type, "dimensions", vector.length, MOST_DIMENSIONS);
		return HEADER + vector.length * this.valueBytes;
	}

	@Override
	public final void write(float[] vector, byte[] target, int offset) {
		Wire.SHORT.set(target, offset, (short) vector.length);
		Wire.SHORT.set(target, offset + Short.BYTES, (short) 0);
		if (!writeValues(vector, target, offset + HEADER)) {
			check(vector);
		}
	}

	/**
	 * Checks the vector without writing it.
	 */
	final void check(float[] vector) {
		Wire.checkSize(this.type, "dimensions", vector.length, MOST_DIMENSIONS);
		for (int i = 0; i < vector.length; i++) {
			if (!fits(vector[i])) {
				throw Wire.refusedValue(this.type, vector[i], i);
			}
		}
	}

	@Override
	public final float[] decode(byte[] bytes) {
		if (bytes.length < HEADER) {
			throw Wire.malformed(this.type, "has only %d bytes".formatted(bytes.length));
		}
		int dimensions = (short) Wire.SHORT.get(bytes, 0);
		if (dimensions < 1 || dimensions > MOST_DIMENSIONS) {
			throw Wire.malformed(this.type, "claims %d dimensions".formatted(dimensions));
		}
		if ((short) Wire.SHORT.get(bytes, Short.BYTES) != 0) {
			throw Wire.malformed(this.type, "has bits set in its reserved bytes");
		}
		if (bytes.length != HEADER + dimensions * this.valueBytes) {
			throw Wire.malformed(this.type, "of %d dimensions has %d bytes".formatted(dimensions, bytes.length));
		}
		float[] vector = new float[dimensions];
		if (!readValues(bytes, HEADER, vector)) {
			throw Wire.malformed(this.type, "has a value that is not finite");
		}
		return vector;
	}

}
