package dev.semblance.store.pgvector.internal.filter;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Numbers as the server stores them, in decimals whose order is the order of the exact
 * values. A long is stored as it is. A double below 2^53 is stored as a short decimal
 * that is nearer to it than to any other double, from 2^53 on as its exact value, because
 * there longs lie between doubles.
 */
final class StoredNumber {

	/** From here on doubles are whole numbers that lie further apart than longs. */
	private static final double LAST_EXACT_LONG = 0x1p53;

	/** As many digits as every double keeps. */
	private static final int FEWEST_DIGITS = 15;

	private static final BigDecimal ABOVE_ALL = new BigDecimal(BigInteger.ONE.shiftLeft(1024));

	private StoredNumber() {
	}

	/**
	 * Returns a double's decimal, always with a fraction digit. {@link Double#toString}
	 * would not do: its digits differ between JDK 17 and 19 (2^-44 is one), and then one
	 * would not find what the other has stored.
	 */
	static BigDecimal of(double number) {
		BigDecimal exact = new BigDecimal(number);
		BigDecimal decimal = (Math.abs(number) < LAST_EXACT_LONG) ? shortened(exact, number).stripTrailingZeros()
				: exact;
		return (decimal.scale() < 1) ? decimal.setScale(1) : decimal;
	}

	/**
	 * Returns the lowest number of at least a bound that can be stored. A bound above all
	 * of them becomes 2^1024, so that no bound has more digits than a double.
	 */
	static Threshold<BigDecimal> atLeast(BigDecimal bound) {
		double nearest = bound.doubleValue();
		if (nearest == Double.POSITIVE_INFINITY) {
			return new Threshold<>(ABOVE_ALL, false);
		}
		if (nearest == Double.NEGATIVE_INFINITY) {
			return new Threshold<>(of(-Double.MAX_VALUE), false);
		}
		if (Math.abs(nearest) >= LAST_EXACT_LONG) {
			BigDecimal whole = bound.setScale(0, RoundingMode.CEILING);
			return new Threshold<>(whole, whole.compareTo(bound) == 0);
		}
		int comparison = new BigDecimal(nearest).compareTo(bound);
		return new Threshold<>(of((comparison < 0) ? Math.nextUp(nearest) : nearest), comparison == 0);
	}

	private static BigDecimal shortened(BigDecimal exact, double number) {
		int digits = FEWEST_DIGITS;
		BigDecimal decimal = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
		while (decimal.doubleValue() != number) {
			digits++;
			decimal = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
		}
		return decimal;
	}

}
