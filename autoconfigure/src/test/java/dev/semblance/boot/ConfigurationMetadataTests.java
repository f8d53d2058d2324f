package dev.semblance.boot;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what development environments and readers are told about the properties.
 */
class ConfigurationMetadataTests {

	private final List<JsonNode> properties = properties();

	@Test
	void everyPropertyHasADescriptionThatIsASentence() {
		assertThat(this.properties).isNotEmpty()
			.allSatisfy((property) -> assertThat(property.path("description").asString()).matches("[A-Z].*\\."));
	}

	@Test
	void theDocumentationHasARowForEveryPropertyWithItsDefault() throws IOException {
		List<String> rows = Files.readAllLines(Path.of("../docs/configuration.md"))
			.stream()
			.filter((line) -> line.startsWith("| `semblance."))
			.toList();
		assertThat(rows).hasSameSizeAs(this.properties);
		assertThat(this.properties).allSatisfy((property) -> assertThat(rows).anyMatch((row) -> row
			.startsWith("| `%s` | %s |".formatted(property.path("name").asString(), defaultValue(property)))));
	}

	private static String defaultValue(JsonNode property) {
		String value = property.path("defaultValue").asString();
		return value.isEmpty() ? "" : "`" + value.replaceAll("[\\[\\] ]", "") + "`";
	}

	private static List<JsonNode> properties() {
		try {
			ClassLoader loader = ConfigurationMetadataTests.class.getClassLoader();
			URL own = Collections.list(loader.getResources("META-INF/spring-configuration-metadata.json"))
				.stream()
				.filter((url) -> url.getProtocol().equals("file"))
				.findFirst()
				.orElseThrow();
			try (InputStream json = own.openStream()) {
				JsonNode properties = JsonMapper.shared().readTree(json).path("properties");
				return StreamSupport.stream(properties.spliterator(), false).toList();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
