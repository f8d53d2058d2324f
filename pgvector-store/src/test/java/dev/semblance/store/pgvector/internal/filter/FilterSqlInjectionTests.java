package dev.semblance.store.pgvector.internal.filter;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.semblance.retrieval.filter.MetadataFilter;
import dev.semblance.retrieval.filter.MetadataFilter.Operator;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever stands in a key or a value, it is only ever a key or a value.
 */
class FilterSqlInjectionTests {

	private static final List<String> CORPUS = List.of("'", "''", "\"", "\\", "\\'", "\\\\'",
			"'; DROP TABLE documents; --", "' OR '1'='1", "x' OR 1=1 --", "') OR TRUE --", "\" || true",
			"\" || true || \"", "$.a ? (@ == 1)", "$.a ? (@ == \"x\" || true)", "$[*]", "@", "$1", "$$",
			"$$; SELECT 1; $$", "$tag$x$tag$", "?", "??", "???", "? OR TRUE", "?::text", "::text", ":name", "%", "%s",
			"%1$s", "_", "--", "/*", "*/", "/* ? */", ";", ",", "{", "}", "{}", "[]", "{\"a\":1}", "\"}, {\"",
			"\",\"b\":\"", "{fn now()}", "{\"a\",\"b\"}", "NULL", "null", "true", "1", "1 OR 1=1", "(", ")", "\u0000",
			"x\u0000'; DROP TABLE documents; --", "\u0001", "\n", "\r\n", "\t", "\u2019", "\u2018", "\uFF07", "\u02BC",
			"\u00B4", "`", "\uFEFF", "\u202E", "\uD83D\uDE00", "\uD83D", "\uDE00'", "\\u0000", "\\u0027", "\\x27",
			"E'\\''", "U&'\\0027'", "||", "&&", "#>>", "->>", "metadata", "tenant", "other", "a.b", "a", "x", "chr(39)",
			"pg_sleep(1)", "COPY x TO PROGRAM 'id'");

	/** Two tenants, each with every string as a key and as a value. */
	private static List<Map<String, Object>> rows(List<String> strings) {
		List<Map<String, Object>> rows = new ArrayList<>();
		for (String string : strings) {
			if (StorableText.isStorable(string)) {
				rows.add(Map.of("tenant", "mine", "value", string));
				rows.add(Map.of("tenant", "other", "value", string + "x", "k" + string, true));
				rows.add(Map.of("tenant", "other", "k" + string, string));
				rows.add(Map.of(string, string));
				rows.add(Map.of(string, 1L));
			}
		}
		return rows;
	}

	@Test
	void everyStringInEveryPlaceSelectsWhatItMatches() throws SQLException {
		try (StoredRows rows = new StoredRows(rows(CORPUS))) {
			for (String string : CORPUS) {
				for (Function<String, MetadataFilter> shape : shapes()) {
					rows.requireSame(shape.apply(string));
				}
			}
		}
	}

	@Test
	void randomStringsSelectWhatTheyMatch() throws SQLException {
		Random random = new Random(7);
		List<String> strings = Stream.generate(() -> randomString(random)).limit(60).toList();
		RandomFilters filters = new RandomFilters(random, strings, new ArrayList<>(strings));
		try (StoredRows rows = new StoredRows(rows(strings))) {
			for (int i = 0; i < 200; i++) {
				rows.requireSame(filters.next(3));
			}
		}
	}

	@Test
	void theTextOfAStatementDependsOnTheShapeAlone() {
		for (Function<String, MetadataFilter> shape : shapes()) {
			String plain = sql(shape.apply("plain"));
			String mapped = sql(shape.apply("\uE000"));
			String unstorable = sql(shape.apply("\u0000"));
			Set<String> texts = new HashSet<>();
			Random random = new Random(3);
			Stream.concat(CORPUS.stream(), Stream.generate(() -> randomString(random)).limit(500))
				.map((string) -> sql(shape.apply(string)))
				.forEach(texts::add);
			Set<String> allowed = Set.copyOf(List.of(plain, mapped, unstorable, sql(shape.apply("\uD83D"))));
			assertThat(allowed).containsAll(texts);
		}
	}

	@Test
	void noInputStandsInTheText() {
		Random random = new Random(5);
		RandomFilters filters = new RandomFilters(random, List.of("inKey'\u0000", "inKey?", "inKey"),
				List.of("inValue", "inValue'\uFFFF", "inValue\uD83D", 987654321, 98765.4321, true));
		for (int i = 0; i < 2_000; i++) {
			assertThat(sql(filters.next(4))).doesNotContain("inKey", "inValue", "98765");
		}
	}

	private static List<Function<String, MetadataFilter>> shapes() {
		List<Function<String, MetadataFilter>> shapes = new ArrayList<>();
		List<BiFunction<String, Object, MetadataFilter>> leaves = new ArrayList<>();
		for (Operator operator : RandomFilters.OPERATORS) {
			leaves.add((key, value) -> new MetadataFilter.Comparison(key, operator, value));
		}
		leaves.add((key, value) -> new MetadataFilter.In(key, List.of(value)));
		leaves.add((key, value) -> new MetadataFilter.In(key, List.of("one", value, 2)));
		for (BiFunction<String, Object, MetadataFilter> leaf : leaves) {
			shapes.add((string) -> leaf.apply("value", string));
			shapes.add((string) -> leaf.apply(string, string));
			shapes.add((string) -> leaf.apply(string, 1));
			shapes.add((string) -> leaf.apply("k" + string, true));
			shapes.add((string) -> MetadataFilter.and(MetadataFilter.equal("tenant", "mine"),
					leaf.apply("value", string)));
		}
		shapes.add(MetadataFilter.Exists::new);
		shapes.add((string) -> MetadataFilter.not(new MetadataFilter.Exists("k" + string)));
		shapes.add((string) -> MetadataFilter.and(MetadataFilter.equal("tenant", "mine"),
				MetadataFilter.or(MetadataFilter.equal("value", string), MetadataFilter.equal(string, string))));
		return shapes;
	}

	private static String sql(MetadataFilter filter) {
		return FilterSql.condition(filter, "metadata").sql();
	}

	private static String randomString(Random random) {
		String dangerous = "'\"\\?$:;-/*%{}[]()@|&`\u0000\u0001\uD83D\uDE00\uE000\uFFFF\u2019a1 ";
		StringBuilder string = new StringBuilder();
		int length = 1 + random.nextInt(12);
		for (int i = 0; i < length; i++) {
			string.append((random.nextInt(8) == 0) ? (char) random.nextInt(0x10000)
					: dangerous.charAt(random.nextInt(dangerous.length())));
		}
		return string.toString();
	}

}
