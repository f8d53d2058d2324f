package dev.semblance.boot.store.docker.compose;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.core.env.Environment;

/**
 * How to reach a service that is PostgreSQL with pgvector. What its environment means is
 * what it means to the image, and to Spring Boot where the image is PostgreSQL's own.
 *
 * @param jdbcUrl the database
 * @param username who logs in
 * @param password the password; {@code null} if nobody is asked for one
 */
record PgVectorService(String jdbcUrl, String username, @Nullable String password) {

	/** Names of images, and of connections in the label that names one. */
	private static final List<String> NAMES = List.of("pgvector/pgvector", "pgvector");

	private static final int PORT = 5432;

	private static final String PARAMETERS_LABEL = "org.springframework.boot.jdbc.parameters";

	private static final String APPLICATION_NAME = "ApplicationName=";

	static String[] names() {
		return NAMES.toArray(String[]::new);
	}

	static PgVectorService of(RunningService service, Environment application) {
		Map<String, String> environment = service.env();
		String username = first(environment, "postgres", "POSTGRES_USER", "POSTGRESQL_USER", "POSTGRESQL_USERNAME");
		String database = first(environment, username, "POSTGRES_DB", "POSTGRESQL_DB", "POSTGRESQL_DATABASE");
		String url = "jdbc:postgresql://%s:%d/%s".formatted(service.host(), service.ports().get(PORT), database);
		return new PgVectorService(url + parameters(service, application), username,
				password(service.name(), environment));
	}

	private static String first(Map<String, String> environment, String otherwise, String... keys) {
		return Stream.of(keys)
			.flatMap((key) -> Stream.ofNullable(environment.get(key)))
			.filter((value) -> !value.isEmpty())
			.findFirst()
			.orElse(otherwise);
	}

	private static @Nullable String password(String service, Map<String, String> environment) {
		if ("trust".equals(environment.get("POSTGRES_HOST_AUTH_METHOD"))) {
			return null;
		}
		String password = first(environment, "", "POSTGRES_PASSWORD", "POSTGRESQL_PASSWORD");
		if (password.isEmpty() && !environment.containsKey("ALLOW_EMPTY_PASSWORD")) {
			throw new IllegalStateException(
					"The service %s has no password. Set POSTGRES_PASSWORD in its environment.".formatted(service));
		}
		return password;
	}

	private static String parameters(RunningService service, Environment application) {
		String parameters = service.labels().getOrDefault(PARAMETERS_LABEL, "");
		String name = application.getProperty("spring.application.name", "");
		boolean named = parameters.startsWith(APPLICATION_NAME) || parameters.contains("&" + APPLICATION_NAME);
		return Stream
			.of(parameters,
					(named || name.isBlank()) ? "" : APPLICATION_NAME + URLEncoder.encode(name, StandardCharsets.UTF_8))
			.filter((part) -> !part.isEmpty())
			.reduce((left, right) -> left + "&" + right)
			.map((all) -> "?" + all)
			.orElse("");
	}

	/** Nobody prints a password by chance. */
	@Override
	public String toString() {
		return "PgVectorService[%s]".formatted(this.jdbcUrl);
	}

}
