package dev.semblance.store.pgvector.internal.filter;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import dev.semblance.retrieval.filter.MetadataFilter;
import dev.semblance.retrieval.filter.MetadataFilter.Operator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The server must select the rows that {@link MetadataFilter#matches} selects.
 */
class FilterSqlTests {

	private static final List<String> KEYS = List.of("a", "b", "a.b", "\"quoted'", "\uD83D\uDE00", "\uD83D",
			"nul\u0000", "", "k".repeat(9_000), "k".repeat(9_001));

	private static final List<Object> BOUNDS = List.of(0L, -0.0, 0.0, 1L, 1.0, -1L, 0.5, 0.1, -0.1, 0.1 + 0.2,
			Double.MIN_VALUE, -Double.MIN_VALUE, Double.MIN_NORMAL, 0x1p-44, 5e-5, Long.MAX_VALUE, Long.MAX_VALUE - 1,
			(double) Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 1, (double) Long.MIN_VALUE, (1L << 53) + 1,
			1L << 53, 0x1p53, 0x1p53 - 1, (1L << 53) - 1, -(1L << 53) - 1, Math.nextDown(0x1p52), 0x1p52 + 0.5,
			Double.MAX_VALUE, -Double.MAX_VALUE, 1e300, 9.999999999999999e22, true, false, "", "a", "b", "ab", "\u0000",
			"a\u0000b", "\uFFFF", "a\uFFFFb", "\uD83D\uDE00", "\uD83D", "\uDE00", "\uDBFF\uDFFF", "\uDBFF\uDFFE",
			"\uDBFF", "\uDBFF\uE000", "\uD83D\uFFFF", "\uE000", "\uD7FF", "\u0001", "true", "1", "p".repeat(9_000),
			"p".repeat(9_000) + "a", 5, 0.5f, 0.1f, new BigDecimal("9007199254740993.5"),
			new BigDecimal("-9007199254740993.5"), new BigDecimal("9223372036854775806.5"),
			new BigDecimal("9007199254740991.7"), new BigDecimal("9223372036854775807.000001"),
			new BigDecimal("-9223372036854775808.5"), new BigDecimal("1E+400"), new BigDecimal("-1E+400"),
			new BigDecimal("1E+1000000000"), new BigDecimal("-1E+1000000000"), new BigDecimal("1E-400"),
			new BigDecimal("1E-1000000000"), new BigDecimal("-1E-1000000000"), new BigDecimal("0.1"),
			new BigDecimal("1.00"), BigInteger.ONE.shiftLeft(63), BigInteger.ONE.shiftLeft(1024),
			BigInteger.ONE.shiftLeft(1024).negate(), new BigDecimal(Double.MAX_VALUE).add(BigDecimal.ONE),
			new BigDecimal("1E+300"));

	private static final List<Object> VALUES = BOUNDS.stream().filter(FilterSqlTests::isStorable).toList();

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3 })
	void randomFiltersSelectWhatTheyMatch(int seed) throws SQLException {
		Random random = new Random(seed);
		RandomFilters filters = new RandomFilters(random, KEYS, BOUNDS);
		try (StoredRows rows = new StoredRows(
				IntStream.range(0, 120).mapToObj((i) -> randomMetadata(random)).toList())) {
			for (int i = 0; i < 400; i++) {
				rows.requireSame(filters.next(3));
			}
		}
	}

	@Test
	void everyValueComparesWithEveryBoundAsItMatches() throws SQLException {
		try (StoredRows rows = StoredRows.ofValues("a", VALUES)) {
			for (Object bound : BOUNDS) {
				for (Operator operator : RandomFilters.OPERATORS) {
					rows.requireSame(new MetadataFilter.Comparison("a", operator, bound));
				}
			}
		}
	}

	@Test
	void thereMayBeThousandsOfConditions() throws SQLException {
		List<Map<String, Object>> metadata = IntStream.range(0, 30)
			.mapToObj((i) -> Map.<String, Object>of("n", (long) i, "s", "v" + i))
			.toList();
		try (StoredRows rows = new StoredRows(metadata)) {
			rows.requireSame(new MetadataFilter.Or(
					IntStream.range(20, 9_999).mapToObj((i) -> MetadataFilter.equal("n", i)).toList()));
			rows.requireSame(
					new MetadataFilter.In("s", IntStream.range(7, 10_000).<Object>mapToObj((i) -> "v" + i).toList()));
			rows.requireSame(new MetadataFilter.And(IntStream.range(20, 3_000)
				.mapToObj((i) -> MetadataFilter.not(MetadataFilter.equal("n", i)))
				.toList()));
			rows.requireSame(new MetadataFilter.And(IntStream.range(20, 3_620)
				.<MetadataFilter>mapToObj((i) -> new MetadataFilter.Comparison("n", Operator.LESS, i))
				.toList()));
		}
	}

	@Test
	void conditionsMayBeNestedAsDeepAsTheLimit() throws SQLException {
		try (StoredRows rows = StoredRows.ofValues("a", VALUES)) {
			for (int kind = 0; kind < 3; kind++) {
				rows.requireSame(FilterSqlLimitsTests.nested(kind, FilterSql.DEEPEST));
			}
		}
	}

	@Test
	void whatOthersWroteNeverFailsAQuery() throws SQLException {
		try (StoredRows rows = StoredRows.ofValues("a", VALUES)) {
			for (String foreign : List.of("[]", "\"a\"", "null", "{\"a\":null}", "{\"a\":[1]}", "{\"a\":{\"a\":1}}",
					"{\"a\":1e400}", "[\"a\"]", "{\"a\":\"Infinity\"}")) {
				rows.execute("INSERT INTO %s VALUES ((SELECT max(id) + 1 FROM %s), '%s')".formatted(rows.table(),
						rows.table(), foreign));
			}
			RandomFilters filters = new RandomFilters(new Random(1), KEYS, BOUNDS);
			for (int i = 0; i < 300; i++) {
				rows.select(filters.next(3));
			}
		}
	}

	private static boolean isStorable(Object bound) {
		return (bound instanceof String string) ? StorableText.isStorable(string)
				: bound instanceof Boolean || bound instanceof Long || bound instanceof Double;
	}

	private static Map<String, Object> randomMetadata(Random random) {
		Map<String, Object> metadata = new HashMap<>();
		for (String key : KEYS) {
			boolean expensive = key.length() > 100;
			if (StorableText.isStorable(key) && random.nextInt(expensive ? 15 : 2) == 0) {
				metadata.put(key, VALUES.get(random.nextInt(VALUES.size())));
			}
		}
		return metadata;
	}

}
