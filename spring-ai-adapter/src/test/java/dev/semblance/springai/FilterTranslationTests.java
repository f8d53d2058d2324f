package dev.semblance.springai;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.retrieval.filter.MetadataFilter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.ai.vectorstore.filter.Filter;
import org.springframework.ai.vectorstore.filter.Filter.ExpressionType;
import org.springframework.ai.vectorstore.filter.FilterExpressionBuilder;
import org.springframework.ai.vectorstore.filter.FilterExpressionBuilder.Op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for {@link FilterTranslation}. What its conditions find in stores is tested with
 * the vector store.
 */
class FilterTranslationTests {

	private static final FilterExpressionBuilder FILTERS = new FilterExpressionBuilder();

	@ParameterizedTest
	@MethodSource("values")
	void everyValueThatMetadataCanHoldCanBeComparedWith(Object value, Object stored) {
		MetadataFilter filter = FilterTranslation.of(FILTERS.eq("key", value).build());
		assertThat(filter.matches(Map.of("key", stored))).isTrue();
		assertThat(filter.matches(Map.of("key", "other"))).isFalse();
		assertThat(filter.matches(Map.of())).isFalse();
	}

	static Stream<Arguments> values() {
		return Stream.of(arguments("text", "text"), arguments("", ""), arguments(true, true), arguments(5, 5L),
				arguments(5L, 5.0), arguments((byte) 5, 5L), arguments(2.5f, 2.5), arguments(2.5, 2.5),
				arguments(new BigDecimal("2.50"), 2.5), arguments("2026-11-26T10:00:00Z", "2026-11-26T10:00:00Z"));
	}

	@ParameterizedTest
	@MethodSource("refused")
	void whatCannotBeExpressedIsRefusedByName(Filter.Expression expression, String named) {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> FilterTranslation.of(expression))
			.withMessageContaining(named);
	}

	static Stream<Arguments> refused() {
		Filter.Key year = new Filter.Key("year");
		Filter.Value value = new Filter.Value(2020);
		Filter.Expression condition = new Filter.Expression(ExpressionType.EQ, year, value);
		return Stream.of(arguments(FILTERS.gt("year", Date.from(Instant.EPOCH)).build(), "'year' compares with"),
				arguments(FILTERS.in("year", List.of(Instant.EPOCH)).build(), "1970-01-01T00:00:00Z (Instant)"),
				arguments(FILTERS.eq("year", List.of(2020)).build(), "'year' compares with [2020]"),
				arguments(FILTERS.eq("year", new int[0]).build(), "(int[])"),
				arguments(FILTERS.lt("year", Double.NaN).build(), "NaN"),
				arguments(FILTERS.ne("year", Map.of()).build(), "'year'"),
				arguments(FILTERS.in("year", Arrays.asList(2020, null)).build(), "'year' compares with null"),
				arguments(new Filter.Expression(ExpressionType.EQ, year), "'year' has null"),
				arguments(new Filter.Expression(ExpressionType.GT, year, year), "'year' has Key"),
				arguments(new Filter.Expression(ExpressionType.GT, value, year), "Value[value=2020] where a metadata"),
				arguments(new Filter.Expression(ExpressionType.ISNULL, condition), "where a metadata key"),
				arguments(new Filter.Expression(ExpressionType.AND, condition), "AND with one operand"),
				arguments(new Filter.Expression(ExpressionType.OR, condition, value), "where a condition is needed"),
				arguments(new Filter.Expression(ExpressionType.NOT, year), "where a condition is needed"));
	}

	@Test
	void anySetOfValuesIsAListOfAlternatives() {
		assertThat(FilterTranslation
			.of(new Filter.Expression(ExpressionType.IN, new Filter.Key("year"), new Filter.Value(Set.of(2020)))))
			.isEqualTo(new MetadataFilter.In("year", List.of(2020)));
		assertThat(FilterTranslation.of(FILTERS.in("year", List.of()).build()).matches(Map.of("year", 2020L)))
			.isFalse();
	}

	@Test
	void groupsStandForWhatIsInThem() {
		Op year = FILTERS.eq("year", 2020);
		Op country = FILTERS.eq("country", "BG");
		Op open = FILTERS.eq("open", true);
		assertThat(FilterTranslation.of(FILTERS.and(FILTERS.group(FILTERS.or(year, country)), open).build()))
			.isEqualTo(MetadataFilter.and(
					MetadataFilter.or(MetadataFilter.equal("year", 2020), MetadataFilter.equal("country", "BG")),
					MetadataFilter.equal("open", true)));
	}

	@Test
	void aLongChainBecomesOneConditionInTheOrderOfItsParts() {
		Op chain = FILTERS.eq("id", 0);
		for (int i = 1; i < 50_000; i++) {
			chain = FILTERS.or(chain, FILTERS.eq("id", i));
		}
		MetadataFilter filter = FilterTranslation.of(chain.build());
		assertThat(filter).isInstanceOfSatisfying(MetadataFilter.Or.class, (or) -> {
			assertThat(or.filters()).hasSize(50_000);
			assertThat(or.filters().get(49_999)).isEqualTo(MetadataFilter.equal("id", 49_999));
		});
	}

	@Test
	void aFilterThatIsNestedTooDeepIsRefusedInsteadOfOverflowingTheStack() {
		assertThat(FilterTranslation.of(nested(FilterTranslation.MAX_DEPTH - 1))).isNotNull();
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> FilterTranslation.of(nested(100_000)))
			.withMessageContaining("more than 100 deep");
	}

	private static Filter.Expression nested(int depth) {
		Filter.Expression expression = FILTERS.isNull("key").build();
		for (int i = 0; i < depth; i++) {
			expression = new Filter.Expression(ExpressionType.NOT, expression);
		}
		return expression;
	}

}
