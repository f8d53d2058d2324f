package dev.semblance.store.pgvector.internal.search;

import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.store.pgvector.internal.database.Extension;

/**
 * How vectors are compared, in the words of the extension.
 *
 * @param extension the extension
 * @param similarity the similarity
 */
public record VectorComparison(Extension extension, SimilarityFunction similarity) {

	/**
	 * Compares in the form that an index knows, with the nearest first.
	 * @param left one vector
	 * @param right the other
	 * @return the expression
	 */
	String order(String left, String right) {
		String operator = switch (this.similarity) {
			case COSINE -> "<=>";
			case DOT -> "<#>";
			case EUCLIDEAN -> "<->";
			case MANHATTAN -> "<+>";
		};
		return "%s %s %s".formatted(left, this.extension.operator(operator), right);
	}

	/**
	 * Compares in a form that no index knows, so that every row is looked at. The cosine
	 * with a vector of zeros, which is not a number, is 0.
	 */
	String distance(String left, String right) {
		String order = "(%s)".formatted(order(left, right));
		return (this.similarity == SimilarityFunction.COSINE)
				? "coalesce(nullif(%s, 'NaN'::float8), 1)".formatted(order) : order + " + 0";
	}

	/**
	 * Makes a score of a distance.
	 */
	String score(String distance) {
		return ((this.similarity == SimilarityFunction.COSINE) ? "1 - " : "0 - ") + distance;
	}

	/**
	 * Names the operator class of an index.
	 * @param type the type of the vectors
	 * @return the qualified name
	 */
	public String operatorClass(String type) {
		return this.extension.qualified(type + switch (this.similarity) {
			case COSINE -> "_cosine_ops";
			case DOT -> "_ip_ops";
			case EUCLIDEAN -> "_l2_ops";
			case MANHATTAN -> "_l1_ops";
		});
	}

}
