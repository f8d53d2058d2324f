package dev.semblance.benchmarks.micro;

/**
 * How large a batch is.
 *
 * @param texts number of texts
 * @param tokens number of tokens of each
 */
record BatchSize(int texts, int tokens) {

	/**
	 * Reads a size.
	 * @param text the size in the form {@code 4x128}
	 */
	static BatchSize parse(String text) {
		String[] parts = text.split("x", -1);
		if (parts.length != 2) {
			throw new IllegalArgumentException("'%s' does not have the form 4x128".formatted(text));
		}
		return new BatchSize(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
	}

	@Override
	public String toString() {
		return this.texts + "x" + this.tokens;
	}

}
