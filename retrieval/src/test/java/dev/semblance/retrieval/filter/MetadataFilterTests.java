package dev.semblance.retrieval.filter;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.DoubleAdder;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.retrieval.filter.MetadataFilter.Comparison;
import dev.semblance.retrieval.filter.MetadataFilter.Operator;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MetadataFilterTests {

	private static final long BEYOND_DOUBLE = (1L << 53) + 1;

	@Test
	void numbersAreEqualByValueWhateverTheirType() {
		for (Object wanted : List.of(5, 5L, 5.0, 5.0f, (short) 5, new BigDecimal("5.000"), BigInteger.valueOf(5),
				new AtomicLong(5))) {
			assertThat(holds(5L, Operator.EQUAL, wanted)).isTrue();
			assertThat(holds(5.0, Operator.EQUAL, wanted)).isTrue();
			assertThat(holds(6L, Operator.EQUAL, wanted)).isFalse();
		}
		assertThat(holds(0.0, Operator.EQUAL, -0.0)).isTrue();
		assertThat(holds(-0.0, Operator.LESS, 0L)).isFalse();
	}

	@Test
	void longsAndDoublesAreComparedWithoutRounding() {
		assertThat(holds(BEYOND_DOUBLE, Operator.EQUAL, 0x1p53)).isFalse();
		assertThat(holds(BEYOND_DOUBLE, Operator.GREATER, 0x1p53)).isTrue();
		assertThat(holds(Long.MAX_VALUE, Operator.LESS, 0x1p63)).isTrue();
		assertThat(holds(Long.MIN_VALUE, Operator.EQUAL, -0x1p63)).isTrue();
		assertThat(holds(0.1, Operator.EQUAL, new BigDecimal("0.1"))).isFalse();
		assertThat(holds(Double.MAX_VALUE, Operator.LESS, new BigDecimal("1E+1000000000"))).isTrue();
		assertThat(holds(0L, Operator.LESS, new BigDecimal("1E-1000000000"))).isTrue();
	}

	@Test
	void everyOperatorHoldsWhereItShould() {
		assertThat(outcomes(1L, 2L)).containsExactly(false, true, true, false, false);
		assertThat(outcomes(2L, 2L)).containsExactly(true, false, true, false, true);
		assertThat(outcomes(3L, 2L)).containsExactly(false, false, false, true, true);
	}

	@Test
	void stringsCompareByCodeUnit() {
		assertThat(outcomes("Z", "a")).containsExactly(false, true, true, false, false);
		assertThat(outcomes("", "a")).containsExactly(false, true, true, false, false);
		// By code point the emoji would come after.
		assertThat(outcomes("\uD83D\uDE00", "\uFFFD")).containsExactly(false, true, true, false, false);
	}

	@Test
	void falseComesBeforeTrue() {
		assertThat(outcomes(false, true)).containsExactly(false, true, true, false, false);
		assertThat(outcomes(true, true)).containsExactly(true, false, true, false, true);
	}

	@Test
	void valuesOfDifferentKindsAreNeverComparable() {
		List<Object> kinds = List.of(1L, "1", true);
		for (Object stored : kinds) {
			for (Object wanted : kinds) {
				if (stored != wanted) {
					assertThat(outcomes(stored, wanted)).containsOnly(false);
				}
			}
		}
		assertThat(holds("true", Operator.EQUAL, true)).isFalse();
	}

	@Test
	void aMissingValueMeetsNoComparisonButItsNegation() {
		MetadataFilter comparison = MetadataFilter.equal("other", 1);
		Map<String, Object> metadata = Map.of("key", 1L);
		assertThat(comparison.matches(metadata)).isFalse();
		assertThat(MetadataFilter.not(comparison).matches(metadata)).isTrue();
		assertThat(new MetadataFilter.Exists("other").matches(metadata)).isFalse();
		assertThat(new MetadataFilter.Exists("key").matches(metadata)).isTrue();
		assertThat(new MetadataFilter.In("other", List.of(1)).matches(metadata)).isFalse();
	}

	@Test
	void inHoldsForAnyOfItsValuesAndForNoneIfItHasNone() {
		MetadataFilter in = new MetadataFilter.In("key", List.of("a", 2, true));
		assertThat(in.matches(Map.of("key", 2.0))).isTrue();
		assertThat(in.matches(Map.of("key", true))).isTrue();
		assertThat(in.matches(Map.of("key", "b"))).isFalse();
		assertThat(new MetadataFilter.In("key", List.of()).matches(Map.of("key", 1L))).isFalse();
	}

	@Test
	void anEmptyAndAlwaysHoldsAndAnEmptyOrNever() {
		assertThat(MetadataFilter.and().matches(Map.of())).isTrue();
		assertThat(MetadataFilter.or().matches(Map.of())).isFalse();
	}

	@Test
	void conditionsNest() {
		MetadataFilter filter = MetadataFilter.and(
				MetadataFilter.or(MetadataFilter.equal("a", 1), MetadataFilter.equal("a", 2)),
				MetadataFilter.not(MetadataFilter.equal("b", "x")));
		assertThat(filter.matches(Map.of("a", 2L))).isTrue();
		assertThat(filter.matches(Map.of("a", 2L, "b", "x"))).isFalse();
		assertThat(filter.matches(Map.of("a", 3L))).isFalse();
	}

	@Test
	void valuesThatCannotBeComparedAreRefusedByNamingTheKey() {
		DoubleAdder infinite = new DoubleAdder();
		infinite.add(Double.POSITIVE_INFINITY);
		for (Object value : List.of(Double.NaN, Double.NEGATIVE_INFINITY, Float.NaN, infinite, 'c', List.of())) {
			assertThatThrownBy(() -> MetadataFilter.equal("price", value)).isInstanceOf(InvalidInputException.class)
				.hasMessageContaining("'price'");
			assertThatThrownBy(() -> new MetadataFilter.In("price", List.of(value)))
				.isInstanceOf(InvalidInputException.class);
		}
	}

	@Test
	void laterChangesOfAListDoNotReachTheFilter() {
		List<Object> values = new ArrayList<>(List.of(1));
		MetadataFilter in = new MetadataFilter.In("key", values);
		values.add(2);
		assertThat(in.matches(Map.of("key", 2L))).isFalse();
	}

	private static List<Boolean> outcomes(Object stored, Object wanted) {
		return List
			.of(Operator.EQUAL, Operator.LESS, Operator.LESS_OR_EQUAL, Operator.GREATER, Operator.GREATER_OR_EQUAL)
			.stream()
			.map((operator) -> holds(stored, operator, wanted))
			.toList();
	}

	private static boolean holds(Object stored, Operator operator, Object wanted) {
		return new Comparison("key", operator, wanted).matches(Map.of("key", stored));
	}

}
