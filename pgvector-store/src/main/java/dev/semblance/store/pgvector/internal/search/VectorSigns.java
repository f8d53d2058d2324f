package dev.semblance.store.pgvector.internal.search;

import dev.semblance.store.pgvector.internal.database.Extension;

/**
 * Vectors by their signs, in the words of the extension.
 *
 * @param extension the extension
 * @param dimensions length of every vector
 */
public record VectorSigns(Extension extension, int dimensions) {

	/**
	 * What an index is made of.
	 * @param vector the vector
	 * @return the expression, with its operator class
	 */
	public String indexed(String vector) {
		return "%s %s".formatted(of(vector), this.extension.qualified("bit_hamming_ops"));
	}

	String order(String left, String right) {
		return "%s %s %s".formatted(of(left), this.extension.operator("<~>"), of(right));
	}

	private String of(String vector) {
		return "(%s(%s)::bit(%d))".formatted(this.extension.qualified("binary_quantize"), vector, this.dimensions);
	}

}
