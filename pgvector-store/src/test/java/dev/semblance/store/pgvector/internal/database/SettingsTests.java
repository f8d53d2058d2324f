package dev.semblance.store.pgvector.internal.database;

import java.time.Duration;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import dev.semblance.encoders.SparseVector;
import dev.semblance.store.pgvector.internal.sql.SqlFragment;
import dev.semblance.store.pgvector.internal.sql.SqlParameter;
import dev.semblance.store.pgvector.internal.wire.VectorSql;
import dev.semblance.store.pgvector.server.PgVectorServer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Settings travel with the statement, also once the driver has prepared it on the server,
 * which it does from the fifth time on.
 */
class SettingsTests {

	private static final int TIMES = 20;

	private static final VectorSql VECTORS = new VectorSql(new Extension("public", ExtensionVersion.OLDEST_SUPPORTED));

	@Test
	void settingsHoldForEveryKindOfParameterHoweverOftenAStatementIsRun() {
		List<SqlFragment> parameters = List.of(SqlFragment.of("?::text", SqlParameter.text("a")),
				SqlFragment.of("?::jsonb", SqlParameter.text("{}")),
				SqlFragment.of("?::text[]", SqlParameter.texts(List.of("a"))),
				SqlFragment.of("?::bytea[]", SqlParameter.bytes(List.of(new byte[] { 1 }))),
				SqlFragment.of("?::integer", SqlParameter.integer(1)),
				SqlFragment.of("?::float8", SqlParameter.real(1)), VECTORS.vector(new float[] { 1, 2 }),
				VECTORS.halfvec(new float[] { 1, 2 }), VECTORS.bit(new float[] { 1, 2 }),
				VECTORS.sparsevec(new SparseVector(5, new int[] { 1 }, new float[] { 2 })));
		try (HikariDataSource pool = PgVectorServer.pool(1)) {
			Database database = new Database(pool, Duration.ofSeconds(10), Duration.ZERO, List.of());
			for (SqlFragment parameter : parameters) {
				for (int i = 0; i < TIMES; i++) {
					assertThat(workMemory(database, parameter)).as("%s, time %d", parameter.sql(), i).isEqualTo("77MB");
				}
			}
		}
	}

	private static String workMemory(Database database, SqlFragment parameter) {
		SqlFragment query = SqlFragment.of("SELECT current_setting('work_mem'), ").then(parameter).then("::text");
		return database.query("asking", List.of(new Setting("work_mem", "77MB")), query, (rows) -> {
			rows.next();
			return rows.getString(1);
		});
	}

}
