package dev.semblance.store.pgvector.internal.check;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;

import com.zaxxer.hikari.HikariDataSource;
import dev.semblance.store.pgvector.server.PgVectorServer;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The extension itself says after how many vectors a graph no longer fits.
 */
class GraphSizeTests {

	private static final int MEGABYTES = 2;

	@ParameterizedTest
	@CsvSource({ "vector, vector_l2_ops, 384, 1544, 16", "halfvec, halfvec_l2_ops, 384, 776, 8",
			"vector, vector_l2_ops, 64, 264, 32" })
	void theEstimateIsWhatABuildTakes(String type, String operators, int dimensions, int bytes, int m)
			throws SQLException {
		try (HikariDataSource pool = PgVectorServer.pool(1);
				Connection connection = pool.getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("CREATE TEMPORARY TABLE vectors AS SELECT (SELECT array_agg(random()) FROM "
					+ "generate_series(1, %1$d) WHERE i = i)::%2$s(%1$d) AS embedding FROM generate_series(1, 1800) i"
						.formatted(dimensions, type));
			connection.setAutoCommit(false);
			statement.execute("SET LOCAL maintenance_work_mem = '%dMB'; SET LOCAL max_parallel_maintenance_workers = 0"
				.formatted(MEGABYTES));
			statement.execute("CREATE INDEX ON vectors USING hnsw (embedding %s) WITH (m = %d, ef_construction = %d)"
				.formatted(operators, m, 2 * m));
			long fitted = fitted(statement.getWarnings());
			connection.rollback();
			statement.execute("DROP TABLE vectors");
			connection.commit();
			assertThat(GraphSize.of(fitted, bytes, m)).isCloseTo((long) MEGABYTES << 20, Percentage.withPercentage(5));
		}
	}

	private static long fitted(SQLWarning notice) {
		String message = String.valueOf(notice.getMessage());
		assertThat(message).contains("no longer fits into maintenance_work_mem");
		return Long.parseLong(message.replaceAll("\\D+", ""));
	}

	@Test
	void noVectorsTakeNoMemory() {
		assertThat(GraphSize.of(0, 0, 2)).isZero();
	}

}
