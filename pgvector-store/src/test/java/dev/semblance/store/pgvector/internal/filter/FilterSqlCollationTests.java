package dev.semblance.store.pgvector.internal.filter;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.semblance.retrieval.filter.MetadataFilter;
import dev.semblance.retrieval.filter.MetadataFilter.Operator;
import dev.semblance.store.pgvector.internal.sql.SqlFragment;
import dev.semblance.store.pgvector.server.PgVectorServer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FilterSqlCollationTests {

	private static final List<String> VALUES = List.of("", "a", "A", "b", "B", "ab", "a b", "a-b", "a_b", "aB",
			"\u00E9", "e", "f", "e\u0301", "1", "10", "2", "\uFF41", "\uD83D\uDE00", "\uE000", "\u0001", "a\u0001");

	@Test
	void theDatabasesOwnOrderOfStringsMakesNoDifference() throws SQLException {
		String database = "test_" + UUID.randomUUID().toString().replace("-", "");
		PgVectorServer.execute(
				"CREATE DATABASE %s TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'en-US' LOCALE 'C'"
					.formatted(database));
		List<Map<String, Object>> metadata = VALUES.stream()
			.map((value) -> Map.<String, Object>of("s", value))
			.toList();
		try (StoredRows rows = new StoredRows(metadata, poolOf(database))) {
			assertThat(rows.column(SqlFragment.of("SELECT 'a' < 'B'"))).containsExactly("t");
			for (String bound : VALUES) {
				for (Operator operator : RandomFilters.OPERATORS) {
					rows.requireSame(new MetadataFilter.Comparison("s", operator, bound));
				}
			}
		}
		finally {
			PgVectorServer.execute("DROP DATABASE %s WITH (FORCE)".formatted(database));
		}
	}

	private static HikariDataSource poolOf(String database) {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(PgVectorServer.url().replaceFirst("(//[^/]+/)[^?]*", "$1" + database));
		config.setMaximumPoolSize(1);
		return new HikariDataSource(config);
	}

}
