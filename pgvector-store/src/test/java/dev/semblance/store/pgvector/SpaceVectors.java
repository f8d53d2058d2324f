package dev.semblance.store.pgvector;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a space holds, as the server sees it.
 */
final class SpaceVectors {

	private SpaceVectors() {
	}

	/**
	 * Requires that every document of the schema has the vector of its text, and that no
	 * other vector is there.
	 */
	static void requireComplete(TestStore server, String space, SeededEncoder encoder) {
		List<String> rows = Sql.column(server.pool(),
				"SELECT coalesce(v.embedding::text, 'none') || d.content FROM %1$s.document d LEFT JOIN %1$s.%2$s v ON "
					.formatted(server.schema(), space) + "v.document_id = d.id AND v.tenant = d.tenant");
		assertThat(rows).isNotEmpty().allSatisfy((row) -> {
			assertThat(row).startsWith("[");
			String[] vector = row.substring(1, row.indexOf(']')).split(",");
			float[] expected = encoder.vector(row.substring(row.indexOf(']') + 1));
			for (int i = 0; i < expected.length; i++) {
				assertThat(Float.parseFloat(vector[i])).isEqualTo(expected[i]);
			}
		});
		assertThat(count(server, space)).isEqualTo(rows.size());
	}

	static int count(TestStore server, String space) {
		return Integer
			.parseInt(Sql.value(server.pool(), "SELECT count(*) FROM %s.%s".formatted(server.schema(), space)));
	}

}
