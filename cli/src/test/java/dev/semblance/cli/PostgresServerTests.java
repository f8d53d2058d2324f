package dev.semblance.cli;

import java.util.Map;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.retrieval.store.StoreException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PostgresServerTests {

	private static final Map<String, String> ENVIRONMENT = Map.of("PGUSER", "theirs", "PGPASSWORD", "hidden");

	@Test
	void userAndPasswordComeFromTheEnvironment() {
		PostgresServer server = PostgresServer.at("jdbc:postgresql://db.example:5433/documents", ENVIRONMENT);
		assertThat(server.user()).isEqualTo("theirs");
		assertThat(server.password()).isEqualTo("hidden");
		assertThat(server).hasToString("db.example:5433/documents");
	}

	@Test
	void theUrlsUserAndPasswordComeFirst() {
		PostgresServer server = PostgresServer.at("jdbc:postgresql://db.example/documents?user=mine&password=secret",
				ENVIRONMENT);
		assertThat(server.user()).isEqualTo("mine");
		assertThat(server.password()).isEqualTo("secret");
		assertThat(server).hasToString("db.example:5432/documents");
	}

	@ParameterizedTest
	@ValueSource(strings = { "postgresql://localhost/db?password=secret", "jdbc:mysql://localhost/db?password=secret",
			"jdbc:postgresql://localhost:port/db?password=secret", "jdbc:postgresql://me:secret@localhost/db", "" })
	void anotherUrlIsRefusedAndNotRepeated(String url) {
		assertThatThrownBy(() -> PostgresServer.at(url, Map.of())).isInstanceOf(InvalidInputException.class)
			.hasNoCause()
			.hasMessageContaining("--store-url")
			.hasMessageContaining("jdbc:postgresql://HOST:PORT/DATABASE")
			.hasMessageNotContaining("secret");
	}

	@Test
	void nobodyAnswering() {
		PostgresServer server = PostgresServer.at("jdbc:postgresql://127.0.0.1:1/db?user=u&password=secret", Map.of());
		assertThatThrownBy(() -> server.pool(1).close()).isInstanceOf(StoreException.class)
			.hasMessageStartingWith("There is no connection to PostgreSQL at 127.0.0.1:1/db: Connection to")
			.hasMessageNotContaining("secret");
	}

}
