package dev.semblance.encoders.internal.runtime;

/**
 * An output of a graph, and what is known of its shape.
 *
 * @param name its name
 * @param shape what its axes are
 * @param width length of its last axis; 0 or less if not known
 */
public record OutputTensor(String name, Shape shape, int width) {

	/**
	 * What the axes of an output are.
	 */
	public enum Shape {

		/** One row for each text. */
		TEXT,

		/** One row for each token of each text. */
		TOKEN,

		/** Not known before the run. */
		OPEN

	}

	/**
	 * Returns the axes for a batch.
	 * @param texts number of texts
	 * @param length number of tokens of each
	 * @return the axes, or none if they are not known
	 */
	long[] axes(int texts, int length) {
		if (this.width <= 0) {
			return new long[0];
		}
		return switch (this.shape) {
			case TEXT -> new long[] { texts, this.width };
			case TOKEN -> new long[] { texts, length, this.width };
			case OPEN -> new long[0];
		};
	}

}
