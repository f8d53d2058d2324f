package dev.semblance.store.pgvector.internal.wire;

/**
 * The type <code>vector</code>.
 */
final class VectorTypeCodec extends DenseCodec {

	VectorTypeCodec() {
		super("vector", Float.BYTES);
	}

	@Override
	boolean writeValues(float[] vector, byte[] target, int offset) {
		int refused = 0;
		for (int i = 0; i < vector.length; i++) {
			int bits = Float.floatToRawIntBits(vector[i]);
			refused |= Wire.notFinite(bits);
			Wire.INT.set(target, offset + i * Float.BYTES, bits);
		}
		return refused >= 0;
	}

	@Override
	boolean readValues(byte[] bytes, int offset, float[] vector) {
		int refused = 0;
		for (int i = 0; i < vector.length; i++) {
			int bits = (int) Wire.INT.get(bytes, offset + i * Float.BYTES);
			refused |= Wire.notFinite(bits);
			vector[i] = Float.intBitsToFloat(bits);
		}
		return refused >= 0;
	}

	@Override
	boolean fits(float value) {
		return Float.isFinite(value);
	}

}
