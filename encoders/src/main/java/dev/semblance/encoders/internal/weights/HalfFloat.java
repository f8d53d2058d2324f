package dev.semblance.encoders.internal.weights;

/**
 * Numbers in half precision. {@code Float.float16ToFloat} and its counterpart are younger
 * than the oldest JDK that must do.
 */
public final class HalfFloat {

	/** The largest number that is not infinite. */
	public static final float MAX_VALUE = 65504;

	/** The smallest number above zero that has all of its bits. */
	public static final float MIN_NORMAL = 0x1p-14f;

	/** From here on, the nearest number is infinity. */
	private static final float OVERFLOW = 65520;

	private static final int SIGN = 0x8000;

	private static final int INFINITY = 0x7c00;

	private static final int NOT_A_NUMBER = 0x7e00;

	private HalfFloat() {
	}

	/**
	 * Returns a number in single precision.
	 * @param half its bits in half precision
	 * @return the same number
	 */
	public static float toFloat(short half) {
		int exponent = (half >>> 10) & 0x1f;
		int fraction = half & 0x3ff;
		float magnitude = switch (exponent) {
			case 0 -> fraction * 0x1p-24f;
			case 0x1f -> (fraction == 0) ? Float.POSITIVE_INFINITY : Float.NaN;
			default -> Float.intBitsToFloat(((exponent + 112) << 23) | (fraction << 13));
		};
		return (half < 0) ? -magnitude : magnitude;
	}

	/**
	 * Rounds a number to half precision: to the nearest one, and of two that are as near
	 * to the one whose last bit is 0.
	 * @param value the number
	 * @return the bits in half precision
	 */
	public static short of(float value) {
		int sign = (Float.floatToRawIntBits(value) >>> 16) & SIGN;
		float magnitude = Math.abs(value);
		int bits;
		if (Float.isNaN(value)) {
			bits = NOT_A_NUMBER;
		}
		else if (magnitude >= OVERFLOW) {
			bits = INFINITY;
		}
		else if (magnitude < MIN_NORMAL) {
			// The sum has steps as wide as those of subnormal numbers: adding it rounds.
			bits = Float.floatToRawIntBits(magnitude + 0.5f) - Float.floatToRawIntBits(0.5f);
		}
		else {
			int single = Float.floatToRawIntBits(magnitude);
			int lastBit = (single >>> 13) & 1;
			bits = ((single + 0xfff + lastBit) >>> 13) - (112 << 10);
		}
		return (short) (sign | bits);
	}

}
