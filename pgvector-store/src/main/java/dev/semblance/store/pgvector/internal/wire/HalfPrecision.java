package dev.semblance.store.pgvector.internal.wire;

/**
 * Floats of 16 bits, IEEE 754 binary16, which Java 17 cannot convert itself.
 */
public final class HalfPrecision {

	/** Largest half; what rounds beyond it becomes infinite. */
	public static final float LARGEST = 65504;

	/** Halfway between the largest half and what would follow: rounds to infinity. */
	private static final float OVERFLOW = 65520;

	private static final int FLOAT_MAGNITUDE = 0x7fff_ffff;

	private static final int FLOAT_INFINITY = 0x7f80_0000;

	private static final int HALF_INFINITY = 0x7c00;

	private static final int HALF_NAN = 0x7e00;

	private static final int MANTISSA_DIFFERENCE = 23 - 10;

	private static final int EXPONENT_DIFFERENCE = (127 - 15) << 23;

	/** The float whose last bit is worth as much as the smallest half. */
	private static final float SUBNORMAL_SHIFT = 0.5f;

	private static final int SUBNORMAL_SHIFT_BITS = Float.floatToRawIntBits(SUBNORMAL_SHIFT);

	private static final int SMALLEST_NORMAL = Float.floatToRawIntBits(0x1p-14f);

	private static final int BEYOND_NORMAL = Float.floatToRawIntBits(0x1p16f);

	private HalfPrecision() {
	}

	/**
	 * Tells whether a value stays finite as a half.
	 * @param value any float
	 * @return <code>false</code> for values that round beyond {@link #LARGEST}, infinity
	 * and NaN
	 */
	public static boolean fits(float value) {
		return Math.abs(value) < OVERFLOW;
	}

	/**
	 * Rounds to the nearest half, of two equally near ones to the even one.
	 * @param value any float
	 * @return the bits of the half: infinity if the value does not fit
	 */
	public static short fromFloat(float value) {
		int bits = Float.floatToRawIntBits(value);
		int sign = (bits >>> 16) & 0x8000;
		int magnitude = bits & FLOAT_MAGNITUDE;
		int half;
		if (magnitude >= BEYOND_NORMAL) {
			half = (magnitude > FLOAT_INFINITY) ? HALF_NAN : HALF_INFINITY;
		}
		else if (magnitude >= SMALLEST_NORMAL) {
			// A carry out of the mantissa correctly moves on to the next exponent.
			int even = (magnitude >>> MANTISSA_DIFFERENCE) & 1;
			half = (magnitude - EXPONENT_DIFFERENCE + 0xfff + even) >>> MANTISSA_DIFFERENCE;
		}
		else {
			// The addition itself rounds, to the last bit of what it adds.
			half = Float.floatToRawIntBits(Float.intBitsToFloat(magnitude) + SUBNORMAL_SHIFT) - SUBNORMAL_SHIFT_BITS;
		}
		return (short) (sign | half);
	}

	/**
	 * Returns the value of a half, exactly.
	 * @param half the bits of the half
	 * @return the same number as a float
	 */
	public static float toFloat(short half) {
		int sign = (half & 0x8000) << 16;
		int magnitude = (half & 0x7fff) << MANTISSA_DIFFERENCE;
		if ((half & HALF_INFINITY) == HALF_INFINITY) {
			return Float.intBitsToFloat(sign | FLOAT_INFINITY | magnitude);
		}
		// The product moves the exponent, and makes a subnormal half a normal float.
		return Float.intBitsToFloat(sign | Float.floatToRawIntBits(Float.intBitsToFloat(magnitude) * 0x1p112f));
	}

}
