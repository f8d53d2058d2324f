package dev.semblance.springai;

import java.time.temporal.TemporalAccessor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.Deque;
import java.util.List;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.retrieval.filter.MetadataFilter;
import dev.semblance.retrieval.filter.MetadataFilter.Operator;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.vectorstore.filter.Filter;
import org.springframework.ai.vectorstore.filter.Filter.ExpressionType;

/**
 * Spring AI's filter expressions as conditions on metadata. Negations are plain: they
 * hold for documents without the key.
 */
final class FilterTranslation {

	/**
	 * Deeper expressions are no work of a person, and would overflow somebody's stack.
	 */
	static final int MAX_DEPTH = 100;

	private FilterTranslation() {
	}

	/**
	 * Translates an expression.
	 * @param expression the expression
	 * @return the same condition
	 * @throws InvalidInputException if the expression lacks an operand, has one of the
	 * wrong kind, compares with what metadata cannot hold, or is nested too deep
	 */
	static MetadataFilter of(Filter.Expression expression) {
		return condition(expression, 1);
	}

	private static MetadataFilter condition(Filter.@Nullable Operand operand, int depth) {
		if (depth > MAX_DEPTH) {
			throw new InvalidInputException("The filter is nested more than %d deep.".formatted(MAX_DEPTH),
					"Use a flatter one, for example IN in place of many comparisons.");
		}
		if (operand instanceof Filter.Group group) {
			return condition(group.content(), depth + 1);
		}
		if (operand instanceof Filter.Expression expression) {
			return condition(expression, depth);
		}
		throw new InvalidInputException("The filter has %s where a condition is needed.".formatted(operand),
				"Combine comparisons by AND, OR and NOT.");
	}

	private static MetadataFilter condition(Filter.Expression expression, int depth) {
		Filter.Operand left = expression.left();
		Filter.Operand right = expression.right();
		return switch (expression.type()) {
			case AND -> new MetadataFilter.And(conditions(expression, depth));
			case OR -> new MetadataFilter.Or(conditions(expression, depth));
			case NOT -> MetadataFilter.not(condition(left, depth + 1));
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

	/**
	 * AND and OR take two operands, so a chain of many is as deep as it is long; it
	 * becomes one condition on all of them.
	 */
	private static List<MetadataFilter> conditions(Filter.Expression chain, int depth) {
		List<MetadataFilter> conditions = new ArrayList<>();
		Deque<Filter.Operand> open = new ArrayDeque<>();
		open.push(chain);
		while (!open.isEmpty()) {
			Filter.Operand operand = open.pop();
			Filter.Expression link = link(operand, chain.type());
			if (link == null) {
				conditions.add(condition(operand, depth + 1));
				continue;
			}
			if (link.right() == null) {
				throw new InvalidInputException("The filter has %s with one operand.".formatted(chain.type()),
						"Give it a second one.");
			}
			open.push(link.right());
			open.push(link.left());
		}
		return conditions;
	}

	private static Filter.@Nullable Expression link(Filter.Operand operand, ExpressionType type) {
		Filter.Operand content = (operand instanceof Filter.Group group) ? group.content() : operand;
		return (content instanceof Filter.Expression expression && expression.type() == type) ? expression : null;
	}

	private static MetadataFilter comparison(Filter.Operand key, Operator operator, Filter.@Nullable Operand value) {
		String name = key(key);
		return new MetadataFilter.Comparison(name, operator, comparable(name, value(name, value)));
	}

	private static MetadataFilter in(Filter.Operand key, Filter.@Nullable Operand values) {
		String name = key(key);
		Object value = value(name, values);
		// Spring AI allows a single value in place of a list.
		Collection<?> alternatives = (value instanceof Collection<?> collection) ? collection : List.of(value);
		List<Object> comparables = new ArrayList<>();
		alternatives.forEach((alternative) -> comparables.add(comparable(name, alternative)));
		return new MetadataFilter.In(name, comparables);
	}

	private static Object comparable(String key, @Nullable Object value) {
		if (value == null) {
			throw new InvalidInputException("The filter on '%s' compares with null.".formatted(key),
					"Ask by IS NULL or IS NOT NULL.");
		}
		if (value instanceof Date || value instanceof TemporalAccessor) {
			throw new InvalidInputException(
					"The filter on '%s' compares with %s (%s).".formatted(key, value, value.getClass().getSimpleName()),
					"Keep points in time as ISO-8601 text of one form, or as numbers, and compare with such.");
		}
		return value;
	}

	private static String key(Filter.Operand operand) {
		if (operand instanceof Filter.Key key) {
			return key.key();
		}
		throw new InvalidInputException("The filter has %s where a metadata key is needed.".formatted(operand),
				"Put the key on the left and the value on the right.");
	}

	private static Object value(String key, Filter.@Nullable Operand operand) {
		if (operand instanceof Filter.Value value) {
			return value.value();
		}
		throw new InvalidInputException("The filter on '%s' has %s where a value is needed.".formatted(key, operand),
				"Compare with a string, a boolean or a number; keys are not compared with one another.");
	}

}
