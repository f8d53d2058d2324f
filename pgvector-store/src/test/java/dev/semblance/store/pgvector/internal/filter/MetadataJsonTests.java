package dev.semblance.store.pgvector.internal.filter;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import dev.semblance.retrieval.store.StoreException;
import dev.semblance.store.pgvector.internal.sql.SqlFragment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MetadataJsonTests {

	@Test
	void everyValueComesBackFromTheServerWithItsType() throws SQLException {
		Random random = new Random(11);
		List<Map<String, Object>> metadata = new ArrayList<>();
		metadata.add(Map.of());
		metadata.add(Map.of("k".repeat(60_000), "v".repeat(3_000_000), "\"", "\\", "\u0001\n", "\u2028\uFEFF\uFFFF"));
		Stream
			.of(5.0, 0.0, 1e16, 0x1p53, -0x1p53, 0x1p53 - 1, 9.999999999999999e22, 0x1p-44, Double.MIN_VALUE,
					Double.MIN_NORMAL, -Double.MIN_NORMAL, Double.MAX_VALUE, -Double.MAX_VALUE, 0.1, 1e-300, 1e300,
					Long.MAX_VALUE, Long.MIN_VALUE, 0L, -5L)
			.forEach((number) -> metadata.add(Map.of("n", number)));
		for (int i = 0; i < 2_000; i++) {
			Map<String, Object> entries = new HashMap<>();
			for (int j = random.nextInt(5); j >= 0; j--) {
				entries.put(randomString(random), randomValue(random));
			}
			metadata.add(entries);
		}
		try (StoredRows rows = new StoredRows(metadata)) {
			List<String> stored = rows
				.column(SqlFragment.of("SELECT metadata::text FROM %s ORDER BY id".formatted(rows.table())));
			assertThat(stored.stream().map(MetadataJson::read)).containsExactlyElementsOf(metadata);
		}
	}

	@Test
	void theTextIsDeterministic() {
		Map<String, Object> metadata = Map.of("b", 5.0, "a", 5L, "\u00E9", "\u00E9\"", "c", true, "d", 1e22, "e", 1e-7,
				"f", -0.0);
		assertThat(MetadataJson.write(metadata)).isEqualTo("{\"a\":5,\"b\":5.0,\"c\":true,"
				+ "\"d\":10000000000000000000000.0,\"e\":0.0000001,\"f\":0.0,\"\u00E9\":\"\u00E9\\\"\"}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[]", "1", "{", "{} {}", "{\"a\":null}", "{\"a\":[1]}", "{\"a\":{}}",
			"{\"a\":9223372036854775808}", "{\"a\":1e400}" })
	void whatTheStoreHasNotWrittenIsRefused(String json) {
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> MetadataJson.read(json))
			.withMessageStartingWith("A document's stored metadata ");
	}

	private static Object randomValue(Random random) {
		return switch (random.nextInt(7)) {
			case 0 -> random.nextBoolean();
			case 1 -> random.nextLong() >> random.nextInt(64);
			case 2 -> StoredNumberTests.randomDouble(random);
			case 3 -> random.nextInt(1_000_000) / 1000.0;
			case 4 -> (double) random.nextInt(1_000);
			default -> randomString(random);
		};
	}

	private static String randomString(Random random) {
		String string;
		do {
			string = random.ints(random.nextInt(8), 1, 0x110000)
				.map((character) -> random.nextBoolean() ? character & 0x7F : character)
				.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
				.toString();
		}
		while (!StorableText.isStorable(string));
		return string;
	}

}
