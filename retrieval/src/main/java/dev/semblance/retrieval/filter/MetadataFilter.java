package dev.semblance.retrieval.filter;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import dev.semblance.encoders.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * A condition on a document's metadata. {@link #matches} states the meaning that every
 * store must reproduce:
 * <ul>
 * <li>numbers compare by value, whatever their type (5 equals 5.0); strings compare by
 * Unicode code unit; {@code false} comes before {@code true};</li>
 * <li>a comparison with a missing value, or with a value of another kind, is false;</li>
 * <li>{@link Not} is plain negation, so it holds for documents without the key.</li>
 * </ul>
 */
public sealed interface MetadataFilter {

	/**
	 * Tests metadata.
	 * @param metadata a document's metadata
	 * @return whether the condition holds
	 */
	boolean matches(Map<String, Object> metadata);

	/** How a {@link Comparison} compares. */
	enum Operator {

		/** Equal. */
		EQUAL,

		/** Less than. */
		LESS,

		/** Less than or equal. */
		LESS_OR_EQUAL,

		/** Greater than. */
		GREATER,

		/** Greater than or equal. */
		GREATER_OR_EQUAL;

		/**
		 * Tells whether a comparison's outcome is what was asked for.
		 * @param comparison negative, 0 or positive, as a stored value is less than,
		 * equal to or greater than the wanted one
		 * @return whether the operator holds
		 */
		public boolean holds(int comparison) {
			return switch (this) {
				case EQUAL -> comparison == 0;
				case LESS -> comparison < 0;
				case LESS_OR_EQUAL -> comparison <= 0;
				case GREATER -> comparison > 0;
				case GREATER_OR_EQUAL -> comparison >= 0;
			};
		}

	}

	/**
	 * Compares the value under a key.
	 *
	 * @param key the metadata key
	 * @param operator how to compare
	 * @param value a {@link String}, {@link Boolean} or finite {@link Number}
	 */
	record Comparison(String key, Operator operator, Object value) implements MetadataFilter {

		/**
		 * Checks the value.
		 */
		public Comparison {
			requireComparable(key, value);
		}

		@Override
		public boolean matches(Map<String, Object> metadata) {
			Integer comparison = compare(metadata.get(this.key), this.value);
			return comparison != null && this.operator.holds(comparison);
		}

	}

	/**
	 * Holds if the value under a key equals one of several.
	 *
	 * @param key the metadata key
	 * @param values the values; with none the condition never holds
	 */
	record In(String key, List<Object> values) implements MetadataFilter {

		/**
		 * Checks and copies the values.
		 */
		public In {
			values = List.copyOf(values);
			values.forEach((value) -> requireComparable(key, value));
		}

		@Override
		public boolean matches(Map<String, Object> metadata) {
			return this.values.stream().anyMatch((value) -> equal(this.key, value).matches(metadata));
		}

	}

	/**
	 * Holds if there is any value under a key.
	 *
	 * @param key the metadata key
	 */
	record Exists(String key) implements MetadataFilter {

		@Override
		public boolean matches(Map<String, Object> metadata) {
			return metadata.containsKey(this.key);
		}

	}

	/**
	 * Holds if all of several conditions hold.
	 *
	 * @param filters the conditions; with none it always holds
	 */
	record And(List<MetadataFilter> filters) implements MetadataFilter {

		/**
		 * Copies the conditions.
		 */
		public And {
			filters = List.copyOf(filters);
		}

		@Override
		public boolean matches(Map<String, Object> metadata) {
			return this.filters.stream().allMatch((filter) -> filter.matches(metadata));
		}

	}

	/**
	 * Holds if at least one of several conditions holds.
	 *
	 * @param filters the conditions; with none it never holds
	 */
	record Or(List<MetadataFilter> filters) implements MetadataFilter {

		/**
		 * Copies the conditions.
		 */
		public Or {
			filters = List.copyOf(filters);
		}

		@Override
		public boolean matches(Map<String, Object> metadata) {
			return this.filters.stream().anyMatch((filter) -> filter.matches(metadata));
		}

	}

	/**
	 * Holds if a condition does not.
	 *
	 * @param filter the condition
	 */
	record Not(MetadataFilter filter) implements MetadataFilter {

		@Override
		public boolean matches(Map<String, Object> metadata) {
			return !this.filter.matches(metadata);
		}

	}

	/**
	 * Compares the value under a key for equality.
	 * @param key the metadata key
	 * @param value the value
	 * @return the condition
	 */
	static MetadataFilter equal(String key, Object value) {
		return new Comparison(key, Operator.EQUAL, value);
	}

	/**
	 * Holds if all of several conditions hold.
	 * @param filters the conditions
	 * @return the condition
	 */
	static MetadataFilter and(MetadataFilter... filters) {
		return new And(Arrays.asList(filters));
	}

	/**
	 * Holds if at least one of several conditions holds.
	 * @param filters the conditions
	 * @return the condition
	 */
	static MetadataFilter or(MetadataFilter... filters) {
		return new Or(Arrays.asList(filters));
	}

	/**
	 * Holds if a condition does not.
	 * @param filter the condition
	 * @return the condition
	 */
	static MetadataFilter not(MetadataFilter filter) {
		return new Not(filter);
	}

	private static void requireComparable(String key, Object value) {
		boolean comparable = value instanceof String || value instanceof Boolean
				|| (value instanceof Number number && isFinite(number));
		if (!comparable) {
			throw new InvalidInputException(
					"The filter on '%s' compares with %s (%s).".formatted(key, value, value.getClass().getSimpleName()),
					"Compare with a string, a boolean or a finite number.");
		}
	}

	private static boolean isFinite(Number number) {
		try {
			decimal(number);
			return true;
		}
		catch (NumberFormatException ex) {
			return false;
		}
	}

	private static @Nullable Integer compare(@Nullable Object stored, Object wanted) {
		if (stored instanceof Number left && wanted instanceof Number right) {
			return decimal(left).compareTo(decimal(right));
		}
		if (stored instanceof String left && wanted instanceof String right) {
			return left.compareTo(right);
		}
		if (stored instanceof Boolean left && wanted instanceof Boolean right) {
			return left.compareTo(right);
		}
		return null;
	}

	/**
	 * Returns a number's exact value, which is what comparisons look at.
	 * @param number a finite number
	 * @return its value
	 * @throws NumberFormatException if it is not finite, or of a class whose text is not
	 * a number
	 */
	static BigDecimal decimal(Number number) {
		if (number instanceof BigDecimal decimal) {
			return decimal;
		}
		if (number instanceof Double || number instanceof Float) {
			return new BigDecimal(number.doubleValue());
		}
		return new BigDecimal(number.toString());
	}

}
