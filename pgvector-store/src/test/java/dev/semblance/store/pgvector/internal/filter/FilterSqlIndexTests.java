package dev.semblance.store.pgvector.internal.filter;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.semblance.retrieval.filter.MetadataFilter;
import dev.semblance.retrieval.filter.MetadataFilter.Operator;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FilterSqlIndexTests {

	@Test
	void anIndexServesEqualityAndLists() throws SQLException {
		List<Map<String, Object>> metadata = IntStream.range(0, 3_000)
			.mapToObj((i) -> Map.<String, Object>of("n", (long) i, "s", "v" + i, "rare", i == 77))
			.toList();
		try (StoredRows rows = new StoredRows(metadata)) {
			rows.execute("CREATE INDEX by_metadata ON %s USING gin (metadata jsonb_path_ops)".formatted(rows.table()));
			rows.execute("ANALYZE " + rows.table());
			MetadataFilter range = new MetadataFilter.Comparison("n", Operator.GREATER, 10);
			for (MetadataFilter filter : List.of(MetadataFilter.equal("n", 7), MetadataFilter.equal("n", 7.0),
					MetadataFilter.equal("s", "v8"), new MetadataFilter.In("s", List.of("v1", "v2", 3)),
					MetadataFilter.or(MetadataFilter.equal("n", 1), MetadataFilter.equal("s", "v9")),
					MetadataFilter.and(new MetadataFilter.In("n", List.of(8, 9, 10, 11, 12)), range))) {
				rows.requireSame(filter);
				assertThat(rows.explain(filter)).contains("Bitmap Index Scan on by_metadata");
			}
			MetadataFilter rare = new MetadataFilter.Comparison("rare", Operator.GREATER, false);
			rows.requireSame(rare);
			assertThat(rows.explain(range)).doesNotContain("by_metadata");
		}
	}

}
