package dev.semblance.encoders;

import java.util.Arrays;

/**
 * How the token vectors of query and document become one score. Names and semantics are
 * those of sentence-transformers.
 */
public enum LateInteraction {

	/** The sum over the query's tokens of the best match in the document. */
	MAXSIM("maxsim"),

	/** The mean over the query's tokens of the best match in the document. */
	MEAN_MAXSIM("meanmaxsim");

	private final String modelName;

	LateInteraction(String modelName) {
		this.modelName = modelName;
	}

	/**
	 * Returns the name that model files use.
	 * @return the name
	 */
	public String modelName() {
		return this.modelName;
	}

	/**
	 * Compares a query with a document.
	 * @param query the vectors of the query's tokens
	 * @param document the vectors of the document's tokens
	 * @return the score; higher is better. 0 if either has no tokens
	 * @throws InvalidInputException if the vectors differ in length
	 */
	public double score(TokenVectors query, TokenVectors document) {
		if (query.dimensions() != document.dimensions()) {
			throw new InvalidInputException("Token vectors of %d and %d dimensions cannot be compared."
				.formatted(query.dimensions(), document.dimensions()), "Use vectors of the same model.");
		}
		if (query.count() == 0 || document.count() == 0) {
			return 0;
		}
		double sum = sumOfBest(query, document);
		return (this == MEAN_MAXSIM) ? sum / query.count() : sum;
	}

	/**
	 * The document is transposed, so that the innermost loop runs over its tokens with no
	 * sum across the loop: that is the form which the JIT compiles to vector
	 * instructions.
	 */
	private static double sumOfBest(TokenVectors query, TokenVectors document) {
		int dimensions = query.dimensions();
		int tokens = document.count();
		float[] columns = transposed(document);
		float[] queryValues = query.values();
		float[] similarities = new float[tokens];
		double sum = 0;
		for (int token = 0; token < query.count(); token++) {
			Arrays.fill(similarities, 0);
			for (int dimension = 0; dimension < dimensions; dimension++) {
				addScaled(similarities, columns, dimension * tokens, queryValues[token * dimensions + dimension]);
			}
			float best = Float.NEGATIVE_INFINITY;
			for (float similarity : similarities) {
				best = Math.max(best, similarity);
			}
			sum += best;
		}
		return sum;
	}

	private static void addScaled(float[] sums, float[] columns, int start, float factor) {
		for (int i = 0; i < sums.length; i++) {
			sums[i] += factor * columns[start + i];
		}
	}

	private static float[] transposed(TokenVectors vectors) {
		int tokens = vectors.count();
		int dimensions = vectors.dimensions();
		float[] values = vectors.values();
		float[] columns = new float[values.length];
		for (int token = 0; token < tokens; token++) {
			for (int dimension = 0; dimension < dimensions; dimension++) {
				columns[dimension * tokens + token] = values[token * dimensions + dimension];
			}
		}
		return columns;
	}

}
