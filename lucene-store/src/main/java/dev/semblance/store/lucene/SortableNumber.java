package dev.semblance.store.lucene;

import java.math.BigDecimal;
import java.math.RoundingMode;

import org.apache.lucene.util.NumericUtils;

/**
 * Numbers as bytes whose unsigned order is the order of the numbers' exact values, for
 * {@code long} and {@code double} together: first the nearest double that is not larger,
 * then how far the number lies above it. Neither type alone could tell 2^53 + 1 from 2^53
 * and 0.5 from 0.
 */
final class SortableNumber {

	static final int BYTES = 2 * Long.BYTES;

	/** From here on doubles are whole numbers that lie further apart than longs. */
	private static final double LAST_EXACT_LONG = 0x1p53;

	private static final BigDecimal LARGEST_STEP = BigDecimal.valueOf(Long.MAX_VALUE);

	private SortableNumber() {
	}

	/**
	 * Returns the lowest bytes that a stored number of at least a bound can have; for a
	 * number that is stored itself these are its bytes.
	 */
	static byte[] atLeast(BigDecimal bound) {
		double floor = floor(bound);
		return bytes(floor, steps(bound, floor, RoundingMode.CEILING));
	}

	/**
	 * Returns the lowest bytes that a stored number above a bound can have.
	 */
	static byte[] above(BigDecimal bound) {
		double floor = floor(bound);
		long steps = steps(bound, floor, RoundingMode.FLOOR);
		return bytes(floor, (steps < Long.MAX_VALUE) ? steps + 1 : steps);
	}

	/**
	 * Returns the highest bytes below others.
	 */
	static byte[] before(byte[] bytes) {
		byte[] one = new byte[BYTES];
		one[BYTES - 1] = 1;
		byte[] result = new byte[BYTES];
		NumericUtils.subtract(BYTES, 0, bytes, one, result);
		return result;
	}

	private static double floor(BigDecimal number) {
		double nearest = number.doubleValue();
		if (Double.isInfinite(nearest)) {
			return (nearest > 0) ? Double.MAX_VALUE : nearest;
		}
		return (new BigDecimal(nearest).compareTo(number) > 0) ? Math.nextDown(nearest) : nearest;
	}

	private static long steps(BigDecimal number, double floor, RoundingMode rounding) {
		if (Double.isInfinite(floor)) {
			return 0;
		}
		BigDecimal exactFloor = new BigDecimal(floor);
		boolean outOfRange = floor == Double.MAX_VALUE && number.compareTo(exactFloor) > 0;
		if (outOfRange) {
			// Subtracting could need more digits than there is memory for.
			return Long.MAX_VALUE;
		}
		if (Math.abs(floor) < LAST_EXACT_LONG) {
			boolean between = number.compareTo(exactFloor) > 0;
			return (between && rounding == RoundingMode.CEILING) ? 1 : 0;
		}
		return number.subtract(exactFloor).setScale(0, rounding).min(LARGEST_STEP).longValueExact();
	}

	private static byte[] bytes(double floor, long steps) {
		byte[] bytes = new byte[BYTES];
		NumericUtils.longToSortableBytes(NumericUtils.doubleToSortableLong(floor), bytes, 0);
		NumericUtils.longToSortableBytes(steps, bytes, Long.BYTES);
		return bytes;
	}

}
