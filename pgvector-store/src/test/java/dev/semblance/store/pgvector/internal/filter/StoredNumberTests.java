package dev.semblance.store.pgvector.internal.filter;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import dev.semblance.retrieval.filter.MetadataFilter;
import dev.semblance.retrieval.filter.MetadataFilter.Operator;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StoredNumberTests {

	private static final BigDecimal TWO = BigDecimal.valueOf(2);

	@Test
	void aDecimalStandsForItsDoubleAlone() {
		Random random = new Random(1);
		for (int i = 0; i < 6_000; i++) {
			double number = randomDouble(random);
			BigDecimal decimal = StoredNumber.of(number);
			assertThat(decimal.doubleValue()).isEqualTo(number + 0.0);
			assertThat(decimal.scale()).isPositive();
			if (Math.abs(number) < Double.MAX_VALUE) {
				assertThat(decimal).isLessThan(StoredNumber.of(Math.nextUp(number)));
			}
		}
	}

	@Test
	void decimalsAreShort() {
		assertThat(List.of(0.1, 5.0, 1e-5, 0.1 + 0.2, 123456.789, 0x1p-44, 0x1p53 - 1).stream().map(StoredNumber::of))
			.map(BigDecimal::toPlainString)
			.containsExactly("0.1", "5.0", "0.00001", "0.30000000000000004", "123456.789",
					"0.000000000000056843418860808015", "9007199254740991.0");
	}

	@Test
	void numbersCompareWithBoundsByTheirExactValue() {
		Random random = new Random(2);
		for (int i = 0; i < 6_000; i++) {
			double near = randomDouble(random);
			BigDecimal bound = near(random, near);
			Threshold<BigDecimal> threshold = StoredNumber.atLeast(bound);
			for (Number number : List.of(near, Math.nextUp(near), Math.nextDown(near), bound.longValue(), (long) near,
					Math.max((long) near, Long.MIN_VALUE + 1) - 1, Math.min((long) near, Long.MAX_VALUE - 1) + 1)) {
				if (Double.isFinite(number.doubleValue())) {
					requireSame(number, bound, threshold);
				}
			}
		}
	}

	@Test
	void theServerComparesNumbersByTheirExactValue() throws SQLException {
		Random random = new Random(3);
		List<Number> numbers = new ArrayList<>();
		List<BigDecimal> bounds = new ArrayList<>();
		for (int i = 0; i < 25; i++) {
			double number = randomDouble(random);
			numbers.addAll(List.of(number, (long) number, Math.min(Math.nextUp(number), Double.MAX_VALUE)));
			bounds.addAll(List.of(near(random, number), near(random, number)));
		}
		try (StoredRows rows = StoredRows.ofValues("n", numbers)) {
			for (BigDecimal bound : bounds) {
				for (Operator operator : RandomFilters.OPERATORS) {
					rows.requireSame(new MetadataFilter.Comparison("n", operator, bound));
				}
			}
		}
	}

	static double randomDouble(Random random) {
		double number = switch (random.nextInt(6)) {
			case 0 -> Double.longBitsToDouble(random.nextLong());
			case 1 -> (double) (random.nextLong() >> random.nextInt(64));
			case 2 -> 0x1p53 + (random.nextInt(9) - 4) * 0.5;
			case 3 -> random.nextInt(1_000_000) / 1000.0;
			case 4 -> Math.scalb(1.0, random.nextInt(2_098) - 1_074);
			default -> Double.MIN_VALUE * random.nextInt(1_000);
		};
		return Double.isFinite(number) ? number : 0.5;
	}

	private static BigDecimal near(Random random, double number) {
		BigDecimal exact = new BigDecimal(number);
		double next = Math.min(Math.nextUp(number), Double.MAX_VALUE);
		return switch (random.nextInt(6)) {
			case 0 -> exact;
			case 1 -> StoredNumber.of(number);
			case 2 -> exact.add(new BigDecimal(next)).divide(TWO);
			case 3 -> exact.add(new BigDecimal("1E-1100"));
			case 4 -> BigDecimal.valueOf((long) number).add(BigDecimal.valueOf(random.nextInt(3) - 1));
			default -> new BigDecimal(Double.toString(number));
		};
	}

	private static void requireSame(Number number, BigDecimal bound, Threshold<BigDecimal> threshold) {
		BigDecimal stored = (number instanceof Double real) ? StoredNumber.of(real) : new BigDecimal(number.toString());
		int wanted = MetadataFilter.decimal(number).compareTo(bound);
		int got = stored.compareTo(threshold.value());
		assertThat(got < 0).as("%s < %s", number, bound).isEqualTo(wanted < 0);
		assertThat(got == 0 && threshold.exact()).as("%s = %s", number, bound).isEqualTo(wanted == 0);
	}

}
