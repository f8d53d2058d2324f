package dev.semblance.store.pgvector.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Tag("slow")
class PrivateServerTests {

	private static PrivateServer server;

	@BeforeAll
	static void start() {
		server = new PrivateServer();
	}

	@AfterAll
	static void stop() {
		String url = server.url();
		server.close();
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> value(url, "SELECT 1"));
	}

	@Test
	void aKilledServerComesBackWhereItWasWithWhatWasCommitted() throws SQLException {
		server.execute("CREATE TABLE kept AS SELECT 42 AS number");
		for (int i = 0; i < 3; i++) {
			server.kill();
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> value(server.url(), "SELECT 1"));
			server.start();
			assertThat(value(server.url(), "SELECT number FROM kept")).isEqualTo("42");
		}
	}

	@Test
	void theServersProgramsConnectToIt() throws IOException, InterruptedException {
		Process dump = server.program("pg_dump", "--schema-only")
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		assertThat(new String(dump.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
			.contains("PostgreSQL database dump complete");
		assertThat(dump.waitFor()).isZero();
	}

	@Test
	void aReplicaIsReadOnly() throws SQLException {
		String replica = server.replica();
		assertThat(value(replica, "SELECT pg_is_in_recovery()")).isEqualTo("t");
		assertThat(server.replica()).isEqualTo(replica);
	}

	@Test
	void pgbouncerHasFewerConnectionsThanItsClients() throws SQLException {
		String bouncer = server.bouncer();
		Set<String> processes = new HashSet<>();
		List<Connection> clients = new ArrayList<>();
		try {
			for (int i = 0; i < 8; i++) {
				clients.add(DriverManager.getConnection(bouncer));
			}
			for (Connection client : clients) {
				processes.add(value(client, "SELECT pg_backend_pid()"));
			}
		}
		finally {
			for (Connection client : clients) {
				client.close();
			}
		}
		assertThat(processes).hasSizeLessThanOrEqualTo(4);
	}

	@Test
	void aTablespaceIsFullWhenItsDiskIs() {
		// Its folder would be in the way of the other's replica.
		try (PrivateServer full = new PrivateServer()) {
			full.tablespace("small", 8);
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> full.execute(
					"CREATE TABLE large TABLESPACE small AS SELECT repeat('x', 1000) FROM generate_series(1, 20000)"))
				.havingCause()
				.withMessageContaining("No space left");
		}
	}

	private static String value(String url, String sql) throws SQLException {
		try (Connection connection = DriverManager.getConnection(url)) {
			return value(connection, sql);
		}
	}

	private static String value(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
			rows.next();
			return rows.getString(1);
		}
	}

}
