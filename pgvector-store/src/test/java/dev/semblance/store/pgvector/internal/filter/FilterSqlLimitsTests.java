package dev.semblance.store.pgvector.internal.filter;

import java.util.Collections;
import java.util.List;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.retrieval.filter.MetadataFilter;
import dev.semblance.retrieval.filter.MetadataFilter.Operator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FilterSqlLimitsTests {

	private static final MetadataFilter RANGE = new MetadataFilter.Comparison("n", Operator.LESS, 1);

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 2 })
	void conditionsMayNotBeNestedDeeper(int kind) {
		for (int depth : List.of(FilterSql.DEEPEST + 1, 100_000)) {
			requireRefused(nested(kind, depth), "more than 100 deep");
		}
	}

	@Test
	void aFilterHasLimitedConditionsAndValues() {
		MetadataFilter equal = MetadataFilter.equal("a", 1);
		List<Object> values = Collections.nCopies(FilterSql.LARGEST, 1);
		assertThat(compile(new MetadataFilter.In("a", values.subList(1, values.size())))).isNotEmpty();
		requireRefused(new MetadataFilter.In("a", values), "more than 10000 conditions and listed values");
		requireRefused(new MetadataFilter.Or(Collections.nCopies(FilterSql.LARGEST, equal)),
				"more than 10000 conditions");
		requireRefused(new MetadataFilter.And(Collections.nCopies(1_000_000, MetadataFilter.and())),
				"more than 10000 conditions");
	}

	@Test
	void aFilterHasLimitedParameters() {
		assertThat(compile(new MetadataFilter.And(Collections.nCopies(3_600, RANGE)))).isNotEmpty();
		requireRefused(new MetadataFilter.And(Collections.nCopies(3_601, RANGE)), "more than 10800 parameters");
	}

	@Test
	void aConditionThatIsUsedAgainAndAgainCountsEachTime() {
		MetadataFilter filter = RANGE;
		for (int i = 0; i < 60; i++) {
			filter = MetadataFilter.and(filter, filter);
		}
		requireRefused(filter, "more than");
	}

	static MetadataFilter nested(int kind, int depth) {
		MetadataFilter filter = RANGE;
		for (int i = 0; i < depth; i++) {
			filter = switch (kind) {
				case 0 -> MetadataFilter.not(filter);
				case 1 -> MetadataFilter.and(MetadataFilter.equal("a", 1), filter);
				default -> MetadataFilter.or(MetadataFilter.equal("a", 1), filter);
			};
		}
		return filter;
	}

	private static void requireRefused(MetadataFilter filter, String complaint) {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> compile(filter))
			.withMessageContaining(complaint);
	}

	private static String compile(MetadataFilter filter) {
		return FilterSql.condition(filter, "metadata").sql();
	}

}
