package dev.semblance.store.pgvector.server;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FaultProxyTests {

	private final FaultProxy proxy = new FaultProxy(PgVectorServer.url());

	@AfterEach
	void close() {
		this.proxy.close();
		assertThat(this.proxy.connections()).isZero();
		assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName).doesNotContain("fault-proxy");
	}

	@Test
	void everythingPassesWithoutAFault() throws SQLException {
		assertThat(answer("SELECT repeat('x', 1000000)")).hasSize(1_000_000);
		assertThat(this.proxy.isFaulty()).isFalse();
	}

	@ParameterizedTest
	@EnumSource
	void aConnectionIsCutBeforeTheServerHearsTheWords(NetworkFault.Ending ending) throws SQLException {
		try (Connection connection = connect()) {
			this.proxy.inject(new NetworkFault.CutBefore("the words", ending));
			assertThat(answer(connection, "SELECT 1")).isEqualTo("1");
			assertThat(this.proxy.isFaulty()).isTrue();
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> answer(connection, "SELECT pg_advisory_lock(1) /* the words */"))
				.matches((ex) -> ex.getSQLState().startsWith("08"));
		}
		assertThat(this.proxy.isFaulty()).isFalse();
		assertThat(answer("SELECT 2")).isEqualTo("2");
	}

	@ParameterizedTest
	@EnumSource
	void anAnswerIsCutAfterTheServerHasDoneIt(NetworkFault.Ending ending) throws SQLException {
		try (TestSchema schema = new TestSchema(); Connection connection = connect()) {
			this.proxy.inject(new NetworkFault.CutAnswer("CREATE SCHEMA", ending));
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> {
				try (Statement statement = connection.createStatement()) {
					statement.execute("CREATE SCHEMA " + schema.name());
				}
			}).matches((ex) -> ex.getSQLState().startsWith("08"));
			assertThat(answer("SELECT count(*) FROM pg_namespace WHERE nspname = '%s'".formatted(schema.name())))
				.isEqualTo("1");
		}
	}

	@Test
	void aConnectionIsCutAfterSoManyBytes() throws SQLException {
		try (Connection connection = connect()) {
			this.proxy.inject(new NetworkFault.CutAfter(100_000, NetworkFault.Ending.CLOSED));
			assertThat(answer(connection, "SELECT '%s'".formatted("x".repeat(50_000)))).hasSize(50_000);
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> answer(connection, "SELECT '%s'".formatted("x".repeat(50_000))));
		}
		assertThat(this.proxy.isFaulty()).isFalse();
	}

	@Test
	void aDelayMakesAnswersLate() throws SQLException {
		try (Connection connection = connect()) {
			this.proxy.inject(new NetworkFault.Delayed(Duration.ofMillis(50)));
			long start = System.nanoTime();
			assertThat(answer(connection, "SELECT 1")).isEqualTo("1");
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
		}
	}

	@Test
	void nothingPassesAStalledNetworkUntilItHeals() throws Exception {
		try (Connection connection = connect()) {
			this.proxy.inject(new NetworkFault.Stalled());
			connection.setNetworkTimeout(Runnable::run, 200);
			assertThat(connection.isValid(1)).isFalse();
		}
		this.proxy.heal();
		for (String number : List.of("1", "2")) {
			assertThat(answer("SELECT " + number)).isEqualTo(number);
		}
	}

	private Connection connect() throws SQLException {
		return DriverManager.getConnection(this.proxy.url());
	}

	private String answer(String sql) throws SQLException {
		try (Connection connection = connect()) {
			return answer(connection, sql);
		}
	}

	private static String answer(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
			rows.next();
			return rows.getString(1);
		}
	}

}
