package dev.semblance.store.pgvector.internal.wire;

import dev.semblance.retrieval.store.StoreException;

/**
 * The type <code>bit</code>: four bytes of length in bits, then the bits, of which the
 * first is the highest of its byte.
 */
final class BitTypeCodec implements VectorCodec<float[]> {

	/** What an index can hold, which is more than any other type can store. */
	static final int MOST_DIMENSIONS = 64_000;

	private static final String TYPE = "bit";

	private static final int HEADER = Integer.BYTES;

	@Override
	public int length(float[] vector) {
		Wire.checkSize(TYPE, "dimensions", vector.length, MOST_DIMENSIONS);
		return HEADER + bytes(vector.length);
	}

	@Override
	public void write(float[] vector, byte[] target, int offset) {
		Wire.INT.set(target, offset, vector.length);
		int at = offset + HEADER;
		int bits = 0;
		for (int i = 0; i < vector.length; i++) {
			bits = (bits << 1) | ((vector[i] > 0) ? 1 : 0);
			if ((i & 7) == 7) {
				target[at++] = (byte) bits;
			}
		}
		int left = vector.length & 7;
		if (left > 0) {
			target[at] = (byte) (bits << (Byte.SIZE - left));
		}
	}

	@Override
	public float[] decode(byte[] bytes) {
		if (bytes.length < HEADER) {
			throw malformed("has only %d bytes".formatted(bytes.length));
		}
		int dimensions = (int) Wire.INT.get(bytes, 0);
		if (dimensions < 1 || dimensions > MOST_DIMENSIONS) {
			throw malformed("claims %d dimensions".formatted(dimensions));
		}
		if (bytes.length != HEADER + bytes(dimensions)) {
			throw malformed("of %d dimensions has %d bytes".formatted(dimensions, bytes.length));
		}
		int unused = bytes(dimensions) * Byte.SIZE - dimensions;
		if ((bytes[bytes.length - 1] & ((1 << unused) - 1)) != 0) {
			throw malformed("of %d dimensions has bits set after the last".formatted(dimensions));
		}
		float[] vector = new float[dimensions];
		for (int i = 0; i < dimensions; i++) {
			vector[i] = (bytes[HEADER + (i >> 3)] >> (7 - (i & 7))) & 1;
		}
		return vector;
	}

	private static int bytes(int dimensions) {
		return (dimensions + Byte.SIZE - 1) / Byte.SIZE;
	}

	private static StoreException malformed(String problem) {
		return Wire.malformed(TYPE, problem);
	}

}
