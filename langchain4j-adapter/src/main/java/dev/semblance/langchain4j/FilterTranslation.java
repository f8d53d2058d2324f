package dev.semblance.langchain4j;

import java.util.Collection;
import java.util.List;
import java.util.UUID;

import dev.langchain4j.internal.ValidationUtils;
import dev.langchain4j.store.embedding.filter.Filter;
import dev.langchain4j.store.embedding.filter.comparison.IsEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsGreaterThan;
import dev.langchain4j.store.embedding.filter.comparison.IsGreaterThanOrEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsIn;
import dev.langchain4j.store.embedding.filter.comparison.IsLessThan;
import dev.langchain4j.store.embedding.filter.comparison.IsLessThanOrEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsNotEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsNotIn;
import dev.langchain4j.store.embedding.filter.logical.And;
import dev.langchain4j.store.embedding.filter.logical.Not;
import dev.langchain4j.store.embedding.filter.logical.Or;
import dev.semblance.retrieval.filter.MetadataFilter;
import dev.semblance.retrieval.filter.MetadataFilter.Operator;

/**
 * LangChain4j's filters as conditions on metadata. Where LangChain4j would throw because
 * a stored value is of another kind than the one it is compared with, the comparison is
 * false.
 */
final class FilterTranslation {

	private FilterTranslation() {
	}

	/**
	 * Translates a filter.
	 * @param filter the filter
	 * @return the same condition
	 * @throws UnsupportedOperationException if there is no such condition
	 * @throws dev.semblance.encoders.InvalidInputException if a value is none that
	 * metadata can have
	 */
	static MetadataFilter of(Filter filter) {
		ValidationUtils.ensureNotNull(filter, "filter");
		if (filter instanceof And and) {
			return MetadataFilter.and(of(and.left()), of(and.right()));
		}
		if (filter instanceof Or or) {
			return MetadataFilter.or(of(or.left()), of(or.right()));
		}
		if (filter instanceof Not not) {
			return MetadataFilter.not(of(not.expression()));
		}
		if (filter instanceof IsIn in) {
			return in(in.key(), in.comparisonValues());
		}
		if (filter instanceof IsNotIn notIn) {
			return MetadataFilter.not(in(notIn.key(), notIn.comparisonValues()));
		}
		return comparison(filter);
	}

	private static MetadataFilter comparison(Filter filter) {
		if (filter instanceof IsEqualTo equal) {
			return comparison(equal.key(), Operator.EQUAL, equal.comparisonValue());
		}
		if (filter instanceof IsNotEqualTo notEqual) {
			return MetadataFilter.not(comparison(notEqual.key(), Operator.EQUAL, notEqual.comparisonValue()));
		}
		if (filter instanceof IsGreaterThan greater) {
			return order(greater.key(), Operator.GREATER, greater.comparisonValue());
		}
		if (filter instanceof IsGreaterThanOrEqualTo greaterOrEqual) {
			return order(greaterOrEqual.key(), Operator.GREATER_OR_EQUAL, greaterOrEqual.comparisonValue());
		}
		if (filter instanceof IsLessThan less) {
			return order(less.key(), Operator.LESS, less.comparisonValue());
		}
		if (filter instanceof IsLessThanOrEqualTo lessOrEqual) {
			return order(lessOrEqual.key(), Operator.LESS_OR_EQUAL, lessOrEqual.comparisonValue());
		}
		throw new UnsupportedOperationException(
				"Document stores have no condition for %s. Use comparisons, isIn, and, or, not.".formatted(filter));
	}

	/**
	 * UUIDs are stored as text, whose order is not theirs.
	 */
	private static MetadataFilter order(String key, Operator operator, Object value) {
		if (value instanceof UUID) {
			throw new UnsupportedOperationException(
					"The filter on '%s' orders by the UUID %s, but stores know UUIDs as text only. ".formatted(key,
							value) + "Compare it for equality, or order by another key.");
		}
		return comparison(key, operator, value);
	}

	private static MetadataFilter in(String key, Collection<?> values) {
		List<Object> stored = values.stream().map(StoredSegment::value).toList();
		return new MetadataFilter.In(key, stored);
	}

	private static MetadataFilter comparison(String key, Operator operator, Object value) {
		return new MetadataFilter.Comparison(key, operator, StoredSegment.value(value));
	}

}
