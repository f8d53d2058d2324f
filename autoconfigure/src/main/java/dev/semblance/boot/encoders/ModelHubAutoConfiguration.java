package dev.semblance.boot.encoders;

import java.nio.file.Files;
import java.nio.file.Path;

import dev.semblance.boot.SemblanceProperties;
import dev.semblance.boot.internal.ConfiguredPath;
import dev.semblance.boot.internal.ConfiguredValue;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.ModelHub;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/**
 * Auto-configures the {@link ModelHub} that models come from which are neither a folder
 * nor on the class path.
 */
@AutoConfiguration
@EnableConfigurationProperties(SemblanceProperties.class)
public final class ModelHubAutoConfiguration {

	private static final String ENDPOINT = "semblance.hub.endpoint";

	private static final String TOKEN = "semblance.hub.token";

	ModelHubAutoConfiguration() {
	}

	/**
	 * Builds the hub. Lazy, because an application without a model shall start whatever
	 * the environment says of hubs.
	 */
	@Bean
	@Lazy
	@ConditionalOnMissingBean
	ModelHub modelHub(SemblanceProperties properties) {
		SemblanceProperties.Hub hub = properties.hub();
		ModelHub.Builder builder = ModelHub.builder();
		ConfiguredValue.of(ENDPOINT, hub.endpoint()).ifPresent((value) -> endpoint(builder, value));
		String token = hub.token();
		if (token != null) {
			token(builder, token);
		}
		ConfiguredValue.of("semblance.hub.home", hub.home())
			.ifPresent((value) -> builder
				.home(ConfiguredPath.of(value, "Name a directory, or leave out the property to use the default one.")));
		ConfiguredValue.of("semblance.hub.certificates", hub.certificates())
			.ifPresent((value) -> builder.certificates(file(value)));
		ConfiguredValue.of("semblance.hub.max-file-size", hub.maxFileSize())
			.ifPresent((value) -> value.map((size) -> builder.maxFileSize(size.toBytes())));
		Boolean offline = hub.offline();
		if (offline != null) {
			builder.offline(offline);
		}
		Boolean plainHttp = hub.plainHttp();
		if (plainHttp != null) {
			builder.plainHttp(plainHttp);
		}
		return builder.build();
	}

	private static void endpoint(ModelHub.Builder builder, ConfiguredValue<String> endpoint) {
		// What is refused as a property's value is shown, and here it may hold a
		// password.
		if (endpoint.value().contains("@")) {
			throw new InvalidInputException("%s names a user.".formatted(ENDPOINT),
					"Give the address alone; a token belongs into %s.".formatted(TOKEN));
		}
		endpoint.map(builder::endpoint);
	}

	private static void token(ModelHub.Builder builder, String token) {
		try {
			builder.token(token);
		}
		catch (InvalidInputException ex) {
			// Not as a property's value, which would be shown.
			throw new InvalidInputException("%s cannot be used: %s".formatted(TOKEN, ex.problem()), ex.remedy());
		}
	}

	private static Path file(ConfiguredValue<String> certificates) {
		Path file = ConfiguredPath.of(certificates,
				"Name a file, or leave out the property to trust what the Java platform trusts.");
		if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
			throw certificates.refused("There is no such file, or it cannot be read.");
		}
		return file;
	}

}
