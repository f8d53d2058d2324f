package dev.semblance.store.pgvector.internal.wire;

import dev.semblance.encoders.SparseVector;

/**
 * The types that hold vectors.
 */
public final class VectorCodecs {

	/** <code>vector</code>: floats of 32 bits. */
	public static final VectorCodec<float[]> VECTOR = new VectorTypeCodec();

	/** <code>halfvec</code>: floats of 16 bits; encoding rounds. */
	public static final VectorCodec<float[]> HALFVEC = new HalfvecTypeCodec();

	/** <code>sparsevec</code>: encoding leaves out the entries that are zero. */
	public static final VectorCodec<SparseVector> SPARSEVEC = new SparsevecTypeCodec();

	/**
	 * <code>bit</code>: encoding keeps which values are above zero, as
	 * <code>binary_quantize</code> does; decoding gives ones and zeros.
	 */
	public static final VectorCodec<float[]> BIT = new BitTypeCodec();

	private VectorCodecs() {
	}

}
