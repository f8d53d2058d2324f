package dev.semblance.store.pgvector.internal.wire;

/**
 * The type <code>halfvec</code>.
 */
final class HalfvecTypeCodec extends DenseCodec {

	HalfvecTypeCodec() {
		super("halfvec", Short.BYTES);
	}

	@Override
	boolean writeValues(float[] vector, byte[] target, int offset) {
		int refused = 0;
		for (int i = 0; i < vector.length; i++) {
			short half = HalfPrecision.fromFloat(vector[i]);
			refused |= notFinite(half);
			Wire.SHORT.set(target, offset + i * Short.BYTES, half);
		}
		return (refused & 0x8000) == 0;
	}

	@Override
	boolean readValues(byte[] bytes, int offset, float[] vector) {
		int refused = 0;
		for (int i = 0; i < vector.length; i++) {
			short half = (short) Wire.SHORT.get(bytes, offset + i * Short.BYTES);
			refused |= notFinite(half);
			vector[i] = HalfPrecision.toFloat(half);
		}
		return (refused & 0x8000) == 0;
	}

	@Override
	boolean fits(float value) {
		return HalfPrecision.fits(value);
	}

	/** Carries into the bit of the sign exactly if all bits of the exponent are set. */
	private static int notFinite(short half) {
		return (half & 0x7fff) + 0x0400;
	}

}
