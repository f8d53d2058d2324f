package dev.semblance.encoders;

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
		double sum = BestMatches.sum(query, document);
		return (this == MEAN_MAXSIM) ? sum / query.count() : sum;
	}

}
