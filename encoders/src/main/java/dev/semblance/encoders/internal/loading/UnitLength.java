package dev.semblance.encoders.internal.loading;

/**
 * Brings vectors to unit length, as torch.nn.functional.normalize does.
 */
public final class UnitLength {

	private static final double LEAST_LENGTH = 1e-12;

	private UnitLength() {
	}

	/**
	 * Changes a vector to unit length. A vector of zeros stays.
	 * @param values holds the vector
	 * @param start where it starts
	 * @param length how many numbers it has
	 */
	public static void apply(float[] values, int start, int length) {
		double squares = 0;
		for (int i = start; i < start + length; i++) {
			squares += (double) values[i] * values[i];
		}
		double divisor = Math.max(Math.sqrt(squares), LEAST_LENGTH);
		for (int i = start; i < start + length; i++) {
			values[i] = (float) (values[i] / divisor);
		}
	}

}
