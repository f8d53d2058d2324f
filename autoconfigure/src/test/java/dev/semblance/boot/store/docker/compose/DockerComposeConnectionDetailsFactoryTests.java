package dev.semblance.boot.store.docker.compose;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.semblance.boot.store.PgVectorConnectionDetails;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetailsFactories;
import org.springframework.boot.docker.compose.core.ConnectionPorts;
import org.springframework.boot.docker.compose.core.ImageReference;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link PgVectorDockerComposeConnectionDetailsFactory} and
 * {@link JdbcDockerComposeConnectionDetailsFactory} as Spring Boot finds them, with
 * services that do not run.
 */
class DockerComposeConnectionDetailsFactoryTests {

	private final Map<String, String> environment = new HashMap<>(
			Map.of("POSTGRES_USER", "somebody", "POSTGRES_PASSWORD", "secret", "POSTGRES_DB", "library"));

	private final Map<String, String> labels = new HashMap<>();

	private final MockEnvironment application = new MockEnvironment();

	@Test
	void theStoreAndTheApplicationsDataSourceAreConnected() {
		Map<Class<?>, ConnectionDetails> details = details("pgvector/pgvector:pg17");
		assertThat(details).containsOnlyKeys(PgVectorConnectionDetails.class, JdbcConnectionDetails.class);
		PgVectorConnectionDetails store = store(details);
		assertThat(store.getJdbcUrl()).isEqualTo("jdbc:postgresql://127.0.0.1:15432/library");
		assertThat(store.getUsername()).isEqualTo("somebody");
		assertThat(store.getPassword()).isEqualTo("secret");
		JdbcConnectionDetails jdbc = of(details, JdbcConnectionDetails.class);
		assertThat(jdbc.getJdbcUrl()).isEqualTo(store.getJdbcUrl());
		assertThat(jdbc.getUsername()).isEqualTo("somebody");
		assertThat(jdbc.getPassword()).isEqualTo("secret");
		assertThat(jdbc.getDriverClassName()).isEqualTo("org.postgresql.Driver");
	}

	@Test
	void anImageOfARegistryIsKnown() {
		assertThat(details("registry.example:5000/pgvector/pgvector:0.8.1-pg17"))
			.containsKey(PgVectorConnectionDetails.class);
	}

	@Test
	void anotherImageIsKnownByItsLabel() {
		this.labels.put("org.springframework.boot.service-connection", "pgvector");
		assertThat(details("our/database")).containsKey(PgVectorConnectionDetails.class);
	}

	@Test
	void postgresWithoutTheExtensionIsSpringBootsAlone() {
		assertThat(details("postgres:17")).containsOnlyKeys(JdbcConnectionDetails.class);
	}

	@Test
	void whatTheEnvironmentLacksIsAsInTheImage() {
		this.environment.keySet().removeAll(List.of("POSTGRES_USER", "POSTGRES_DB"));
		PgVectorConnectionDetails details = store(details("pgvector/pgvector"));
		assertThat(details.getUsername()).isEqualTo("postgres");
		assertThat(details.getJdbcUrl()).endsWith("/postgres");
	}

	@Test
	void theDatabaseIsCalledAsItsUserIfNotSet() {
		this.environment.remove("POSTGRES_DB");
		assertThat(store(details("pgvector/pgvector")).getJdbcUrl()).endsWith("/somebody");
	}

	@Test
	void whereNobodyIsAskedForAPasswordThereIsNone() {
		this.environment.remove("POSTGRES_PASSWORD");
		this.environment.put("POSTGRES_HOST_AUTH_METHOD", "trust");
		assertThat(store(details("pgvector/pgvector")).getPassword()).isNull();
	}

	@Test
	void aServiceWithoutAPasswordIsRefused() {
		this.environment.remove("POSTGRES_PASSWORD");
		assertThatIllegalStateException().isThrownBy(() -> details("pgvector/pgvector"))
			.withMessageContaining("POSTGRES_PASSWORD");
	}

	@Test
	void parametersAndTheApplicationsNameArePartOfTheUrl() {
		this.labels.put("org.springframework.boot.jdbc.parameters", "ssl=false");
		this.application.setProperty("spring.application.name", "my shop");
		assertThat(store(details("pgvector/pgvector")).getJdbcUrl())
			.endsWith("/library?ssl=false&ApplicationName=my+shop");
	}

	@Test
	void anApplicationsNameAmongTheParametersStays() {
		this.labels.put("org.springframework.boot.jdbc.parameters", "ApplicationName=other");
		this.application.setProperty("spring.application.name", "my shop");
		assertThat(store(details("pgvector/pgvector")).getJdbcUrl()).endsWith("/library?ApplicationName=other");
	}

	@Test
	void nobodyPrintsThePasswordByChance() {
		assertThat(PgVectorService.of(service("pgvector/pgvector"), this.application).toString())
			.doesNotContain("secret");
	}

	@Test
	void theServiceOfThisRepositoryIsKnown() throws IOException {
		Path file = Path.of("..", "compose.yaml");
		assertThat(Files.readString(file)).isNotEmpty();
		PropertySource<?> compose = new YamlPropertySourceLoader().load("compose", new FileSystemResource(file)).get(0);
		this.environment.clear();
		List.of("POSTGRES_USER", "POSTGRES_DB")
			.forEach((key) -> this.environment.put(key,
					String.valueOf(compose.getProperty("services.postgres.environment." + key))));
		this.environment.put("POSTGRES_PASSWORD", "semblance");
		Object label = compose.getProperty("services.postgres.labels[org.springframework.boot.service-connection]");
		if (label != null) {
			this.labels.put("org.springframework.boot.service-connection", label.toString());
		}
		Map<Class<?>, ConnectionDetails> details = details(
				String.valueOf(compose.getProperty("services.postgres.image")));
		assertThat(details).containsOnlyKeys(PgVectorConnectionDetails.class, JdbcConnectionDetails.class);
		assertThat(store(details).getJdbcUrl()).endsWith("/semblance");
		assertThat(store(details).getUsername()).isEqualTo("semblance");
	}

	private static PgVectorConnectionDetails store(Map<Class<?>, ConnectionDetails> details) {
		return of(details, PgVectorConnectionDetails.class);
	}

	private static <D extends ConnectionDetails> D of(Map<Class<?>, ConnectionDetails> details, Class<D> type) {
		return type.cast(Objects.requireNonNull(details.get(type)));
	}

	private Map<Class<?>, ConnectionDetails> details(String image) {
		return new ConnectionDetailsFactories(getClass().getClassLoader()).getConnectionDetails(source(service(image)),
				false);
	}

	/** Only Spring Boot makes one otherwise, for a service that runs. */
	private DockerComposeConnectionSource source(RunningService service) {
		try {
			Constructor<DockerComposeConnectionSource> constructor = DockerComposeConnectionSource.class
				.getDeclaredConstructor(RunningService.class, Environment.class);
			return BeanUtils.instantiateClass(constructor, service, this.application);
		}
		catch (NoSuchMethodException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private RunningService service(String image) {
		return new StubService(ImageReference.of(image), this.environment, this.labels);
	}

	private record StubService(ImageReference image, Map<String, String> env,
			Map<String, String> labels) implements RunningService, ConnectionPorts {

		@Override
		public String name() {
			return "database";
		}

		@Override
		public String host() {
			return "127.0.0.1";
		}

		@Override
		public ConnectionPorts ports() {
			return this;
		}

		@Override
		public int get(int containerPort) {
			return containerPort + 10_000;
		}

		@Override
		public List<Integer> getAll() {
			return List.of(15_432);
		}

		@Override
		public List<Integer> getAll(@Nullable String protocol) {
			return getAll();
		}

	}

}
