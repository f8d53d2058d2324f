package dev.semblance.store.pgvector.internal.filter;

import dev.semblance.retrieval.filter.MetadataFilter.Operator;

/**
 * The bound of a comparison as the server can hold it: the lowest value that can be
 * stored and is not below what the filter names. What is stored compares with either in
 * the same way, except that nothing stored equals a bound that is not exact.
 *
 * @param <T> a number or a string
 * @param value the lowest value
 * @param exact whether it is the bound itself
 */
record Threshold<T>(T value, boolean exact) {

	/**
	 * Returns how a stored value must compare with {@link #value} for the filter's
	 * comparison to hold.
	 */
	String symbol(Operator operator) {
		return switch (operator) {
			case LESS -> "<";
			case LESS_OR_EQUAL -> this.exact ? "<=" : "<";
			case GREATER -> this.exact ? ">" : ">=";
			case GREATER_OR_EQUAL -> ">=";
			case EQUAL -> throw new IllegalArgumentException("Equality is containment, not an order.");
		};
	}

}
