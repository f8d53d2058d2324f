package dev.semblance.store.pgvector.internal.wire;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Random;
import java.util.UUID;
import java.util.function.UnaryOperator;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.SparseVector;
import dev.semblance.store.pgvector.internal.database.Extension;
import dev.semblance.store.pgvector.internal.database.ExtensionVersion;
import dev.semblance.store.pgvector.internal.sql.SqlFragment;
import dev.semblance.store.pgvector.server.PgVectorServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class VectorSqlTests {

	private static final VectorSql SQL = WireServer.SQL;

	@ParameterizedTest
	@ValueSource(strings = { "", "&prepareThreshold=0", "&prepareThreshold=1", "&preferQueryMode=simple",
			"&binaryTransfer=false" })
	void parametersArriveAndReturnWhateverTheDriversSettings(String settings) throws SQLException {
		Random random = new Random(5);
		try (Connection connection = DriverManager.getConnection(PgVectorServer.url() + settings)) {
			for (int round = 0; round < 12; round++) {
				float[] vector = WireServer.anyFloats(random, 384, Float.MAX_VALUE);
				assertThat(read(connection, SQL.vector(vector), SQL::vectorBytes))
					.isEqualTo(VectorCodecs.VECTOR.encode(vector));
				assertThat(read(connection, SQL.bit(vector), SQL::bitBytes)).isEqualTo(VectorCodecs.BIT.encode(vector));
				float[] small = WireServer.anyFloats(random, 385, HalfPrecision.LARGEST);
				assertThat(read(connection, SQL.halfvec(small), SQL::halfvecBytes))
					.isEqualTo(VectorCodecs.HALFVEC.encode(small));
				SparseVector sparse = WireServer.anySparse(random, 30_522);
				assertThat(read(connection, SQL.sparsevec(sparse), SQL::sparsevecBytes))
					.isEqualTo(VectorCodecs.SPARSEVEC.encode(sparse));
			}
		}
	}

	@Test
	void aSparsevecOfNothingArrives() throws SQLException {
		try (Connection connection = DriverManager.getConnection(PgVectorServer.url())) {
			SparseVector nothing = new SparseVector(5, new int[] { 2 }, new float[] { -0.0f });
			assertThat(read(connection, SQL.sparsevec(nothing), SQL::sparsevecBytes))
				.isEqualTo(VectorCodecs.SPARSEVEC.encode(nothing));
		}
	}

	@Test
	void theExtensionMayLiveOutsideTheSearchPath() throws SQLException {
		String database = "test_" + UUID.randomUUID().toString().replace("-", "");
		PgVectorServer.execute("CREATE DATABASE %s".formatted(database));
		try (Connection connection = DriverManager
			.getConnection(PgVectorServer.url().replaceFirst("/[^/?]+\\?", "/%s?".formatted(database)))) {
			connection.createStatement().execute("CREATE SCHEMA \"Ext\"; CREATE EXTENSION vector SCHEMA \"Ext\"");
			VectorSql sql = new VectorSql(new Extension("\"Ext\"", ExtensionVersion.OLDEST_SUPPORTED));
			float[] vector = { 1, -2, 0.5f };
			SparseVector sparse = new SparseVector(3, new int[] { 1 }, new float[] { 4 });
			assertThat(VectorCodecs.VECTOR.decode(read(connection, sql.vector(vector), sql::vectorBytes)))
				.isEqualTo(vector);
			assertThat(VectorCodecs.HALFVEC.decode(read(connection, sql.halfvec(vector), sql::halfvecBytes)))
				.isEqualTo(vector);
			assertThat(VectorCodecs.SPARSEVEC.decode(read(connection, sql.sparsevec(sparse), sql::sparsevecBytes))
				.values()).containsExactly(4);
			assertThat(VectorCodecs.BIT.decode(read(connection, sql.bit(vector), sql::bitBytes))).containsExactly(1, 0,
					1);
		}
		finally {
			PgVectorServer.execute("DROP DATABASE %s WITH (FORCE)".formatted(database));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "force_custom_plan", "force_generic_plan" })
	void anIndexAnswersForTheNearestToAnyParameter(String planning) throws SQLException {
		float[] vector = { 1, -2, 3 };
		try (WireServer server = new WireServer()) {
			server.execute("CREATE TEMP TABLE wire (e vector(3), h halfvec(3), s sparsevec(3), b bit(3))");
			server.execute("CREATE INDEX ON wire USING hnsw (e vector_cosine_ops)");
			server.execute("CREATE INDEX ON wire USING hnsw (h halfvec_cosine_ops)");
			server.execute("CREATE INDEX ON wire USING hnsw (s sparsevec_ip_ops)");
			server.execute("CREATE INDEX ON wire USING hnsw (b bit_hamming_ops)");
			server.execute("SET enable_seqscan = off; SET plan_cache_mode = " + planning);
			SparseVector sparse = new SparseVector(3, new int[] { 1 }, new float[] { 4 });
			assertThat(plan(server, "e <=> ", SQL.vector(vector))).contains("Index Scan using wire_e_idx");
			assertThat(plan(server, "h <=> ", SQL.halfvec(vector))).contains("Index Scan using wire_h_idx");
			assertThat(plan(server, "s <#> ", SQL.sparsevec(sparse))).contains("Index Scan using wire_s_idx");
			assertThat(plan(server, "b <~> ", SQL.bit(vector))).contains("Index Scan using wire_b_idx");
		}
	}

	@Test
	void aReusedPlanCastsAVectorOnce() throws SQLException {
		try (WireServer server = new WireServer()) {
			server.execute("CREATE TEMP TABLE wire (e vector(3)); SET plan_cache_mode = force_generic_plan");
			assertThat(plan(server, "e <=> ", SQL.vector(new float[] { 1, 2, 3 }))).contains("InitPlan");
		}
	}

	@Test
	void aParameterThatTheTypeCannotHoldIsRefusedBeforeItIsSent() {
		assertThatThrownBy(() -> SQL.vector(new float[] { Float.NaN })).isInstanceOf(InvalidInputException.class);
		assertThatThrownBy(() -> SQL.vector(new float[0])).isInstanceOf(InvalidInputException.class);
		assertThatThrownBy(() -> SQL.halfvec(new float[] { 1e6f })).isInstanceOf(InvalidInputException.class);
		assertThatThrownBy(() -> SQL.bit(new float[0])).isInstanceOf(InvalidInputException.class);
		SparseVector tooLong = new SparseVector(Integer.MAX_VALUE, new int[0], new float[0]);
		assertThatThrownBy(() -> SQL.sparsevec(tooLong)).isInstanceOf(InvalidInputException.class);
	}

	private static byte[] read(Connection connection, SqlFragment parameter, UnaryOperator<String> bytes)
			throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement("SELECT " + bytes.apply(parameter.sql()))) {
			parameter.parameters().get(0).bind(statement, 1);
			try (ResultSet result = statement.executeQuery()) {
				result.next();
				return result.getBytes(1);
			}
		}
	}

	private static String plan(WireServer server, String order, SqlFragment parameter) throws SQLException {
		return server
			.lines(SqlFragment.of("EXPLAIN SELECT 1 FROM wire ORDER BY " + order).then(parameter).then(" LIMIT 5"));
	}

}
