package dev.semblance.springai;

import java.util.List;

import dev.semblance.retrieval.filter.MetadataFilter;
import dev.semblance.retrieval.filter.MetadataFilter.Operator;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.vectorstore.filter.Filter;

/**
 * Spring AI's filter expressions as conditions on metadata. Negations are plain: they
 * hold for documents without the key.
 */
final class FilterTranslation {

	private FilterTranslation() {
	}

	/**
	 * Translates an expression.
	 * @param expression the expression
	 * @return the same condition
	 * @throws IllegalArgumentException if the expression lacks an operand, or has one of
	 * the wrong kind
	 */
	static MetadataFilter of(Filter.Expression expression) {
		Filter.Operand left = expression.left();
		Filter.Operand right = expression.right();
		return switch (expression.type()) {
			case AND -> MetadataFilter.and(condition(left), condition(right));
			case OR -> MetadataFilter.or(condition(left), condition(right));
			case NOT -> MetadataFilter.not(condition(left));
			case EQ -> comparison(left, Operator.EQUAL, right);
			case NE -> MetadataFilter.not(comparison(left, Operator.EQUAL, right));
			case GT -> comparison(left, Operator.GREATER, right);
			case GTE -> comparison(left, Operator.GREATER_OR_EQUAL, right);
			case LT -> comparison(left, Operator.LESS, right);
			case LTE -> comparison(left, Operator.LESS_OR_EQUAL, right);
			case IN -> in(left, right);
			case NIN -> MetadataFilter.not(in(left, right));
			case ISNULL -> MetadataFilter.not(new MetadataFilter.Exists(key(left)));
			case ISNOTNULL -> new MetadataFilter.Exists(key(left));
		};
	}

	private static MetadataFilter condition(Filter.@Nullable Operand operand) {
		if (operand instanceof Filter.Group group) {
			return of(group.content());
		}
		if (operand instanceof Filter.Expression expression) {
			return of(expression);
		}
		throw new IllegalArgumentException("There is no condition where one is needed: %s.".formatted(operand));
	}

	private static MetadataFilter comparison(Filter.Operand key, Operator operator, Filter.@Nullable Operand value) {
		return new MetadataFilter.Comparison(key(key), operator, value(value));
	}

	private static MetadataFilter in(Filter.Operand key, Filter.@Nullable Operand values) {
		// Spring AI allows a single value in place of a list.
		return new MetadataFilter.In(key(key),
				(value(values) instanceof List<?> list) ? List.copyOf(list) : List.of(value(values)));
	}

	private static String key(Filter.Operand operand) {
		if (operand instanceof Filter.Key key) {
			return key.key();
		}
		throw new IllegalArgumentException("There is no key where one is needed: %s.".formatted(operand));
	}

	private static Object value(Filter.@Nullable Operand operand) {
		if (operand instanceof Filter.Value value) {
			return value.value();
		}
		throw new IllegalArgumentException("There is no value where one is needed: %s.".formatted(operand));
	}

}
