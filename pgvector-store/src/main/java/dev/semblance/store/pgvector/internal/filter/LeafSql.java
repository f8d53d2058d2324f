package dev.semblance.store.pgvector.internal.filter;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.semblance.retrieval.filter.MetadataFilter;
import dev.semblance.retrieval.filter.MetadataFilter.Comparison;
import dev.semblance.retrieval.filter.MetadataFilter.In;
import dev.semblance.retrieval.filter.MetadataFilter.Operator;
import dev.semblance.store.pgvector.internal.sql.SqlFragment;
import dev.semblance.store.pgvector.internal.sql.SqlParameter;
import org.jspecify.annotations.Nullable;

/**
 * The conditions that a filter is made of. None of them is ever null, so that NOT is
 * plain negation, and none fails on a row, whatever its metadata.
 */
final class LeafSql {

	static final SqlFragment TRUE = SqlFragment.of("(TRUE)");

	static final SqlFragment FALSE = SqlFragment.of("(FALSE)");

	private static final String NUMBER = "(CASE WHEN jsonb_typeof(%1$s -> ?::text) = 'number'"
			+ " THEN (%1$s ->> ?::text)::numeric %2$s ?::numeric ELSE FALSE END)";

	private static final String STRING = "(CASE WHEN jsonb_typeof(%1$s -> ?::text) = 'string'"
			+ " THEN %3$s %2$s %4$s ELSE FALSE END)";

	private static final String BY_CODE_POINT = "(%s) COLLATE \"C\"";

	/**
	 * Maps a string to one whose order by code point is the first one's order by code
	 * unit. The two orders differ in that U+E000 to U+FFFF come after all that takes two
	 * units, so these are put behind U+10FFFF, and what was there moves behind U+10FFFE.
	 */
	private static final String BY_CODE_UNIT = "regexp_replace("
			+ "replace(replace((%s) COLLATE \"C\", E'\\U0010FFFE', E'\\U0010FFFEa'), E'\\U0010FFFF', E'\\U0010FFFEb'),"
			+ " E'([\\uE000-\\uFFFF])', E'\\U0010FFFF\\\\1', 'g')";

	private final String column;

	LeafSql(String column) {
		this.column = column;
	}

	/**
	 * Tells whether a filter holds exactly if metadata contains one of several objects.
	 */
	static boolean isContainment(MetadataFilter filter) {
		return filter instanceof In || (filter instanceof Comparison comparison
				&& (comparison.value() instanceof Boolean || comparison.operator() == Operator.EQUAL));
	}

	/** Returns the JSON objects of which metadata must contain one. */
	static List<String> objects(MetadataFilter containment) {
		if (containment instanceof In in) {
			return objects(in.key(), in.values());
		}
		Comparison comparison = (Comparison) containment;
		if (comparison.value() instanceof Boolean wanted) {
			return objects(comparison.key(),
					Stream.of(false, true)
						.filter((stored) -> comparison.operator().holds(stored.compareTo(wanted)))
						.toList());
		}
		return objects(comparison.key(), List.of(comparison.value()));
	}

	private static List<String> objects(String key, List<?> values) {
		List<String> objects = new ArrayList<>();
		if (StorableText.isStorable(key)) {
			for (Object value : values) {
				Object storable = storable(value);
				if (storable != null) {
					objects.add(MetadataJson.entry(key, storable));
				}
			}
		}
		return objects;
	}

	private static @Nullable Object storable(Object value) {
		if (value instanceof Boolean) {
			return value;
		}
		Threshold<?> threshold = (value instanceof Number number) ? StoredNumber.atLeast(MetadataFilter.decimal(number))
				: StorableText.atLeast((String) value);
		return threshold.exact() ? threshold.value() : null;
	}

	/** Holds if metadata contains one of several JSON objects. */
	SqlFragment containsAny(List<String> objects) {
		return switch (objects.size()) {
			case 0 -> FALSE;
			case 1 -> SqlFragment.of("(%s @> ?::jsonb)".formatted(this.column), SqlParameter.text(objects.get(0)));
			default -> SqlFragment.of("(%s @> ANY (?::jsonb[]))".formatted(this.column), SqlParameter.texts(objects));
		};
	}

	/** Holds if there is a value under a key. */
	SqlFragment exists(String key) {
		// The driver sends ?? as the operator ?.
		return StorableText.isStorable(key)
				? SqlFragment.of("(%s ?? ?::text)".formatted(this.column), SqlParameter.text(key)) : FALSE;
	}

	/** Holds if a number or string compares as asked for. */
	SqlFragment ordered(Comparison comparison) {
		if (!StorableText.isStorable(comparison.key())) {
			return FALSE;
		}
		return (comparison.value() instanceof Number bound) ? number(comparison, MetadataFilter.decimal(bound))
				: string(comparison, (String) comparison.value());
	}

	private SqlFragment number(Comparison comparison, BigDecimal bound) {
		Threshold<BigDecimal> threshold = StoredNumber.atLeast(bound);
		SqlParameter key = SqlParameter.text(comparison.key());
		return SqlFragment.of(NUMBER.formatted(this.column, threshold.symbol(comparison.operator())), key, key,
				SqlParameter.number(threshold.value()));
	}

	private SqlFragment string(Comparison comparison, String bound) {
		Threshold<String> threshold = StorableText.atLeast(bound);
		// Below the surrogates a unit is a character, and both orders put all others
		// after it.
		boolean sameOrder = threshold.value().chars().allMatch((unit) -> unit < Character.MIN_SURROGATE);
		String collation = sameOrder ? BY_CODE_POINT : BY_CODE_UNIT;
		SqlParameter key = SqlParameter.text(comparison.key());
		return SqlFragment.of(
				STRING.formatted(this.column, threshold.symbol(comparison.operator()),
						collation.formatted(this.column + " ->> ?::text"), collation.formatted("?::text")),
				key, key, SqlParameter.text(threshold.value()));
	}

}
