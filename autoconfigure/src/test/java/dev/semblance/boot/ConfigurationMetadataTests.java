package dev.semblance.boot;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what development environments and readers are told about the properties. The
 * table of the documentation is written anew by {@code -Dsemblance.docs=write}.
 */
class ConfigurationMetadataTests {

	private static final Path DOCUMENT = Path.of("..", "docs", "configuration.md");

	private static final String START = "<!-- properties: written by ConfigurationMetadataTests -->\n";

	private static final String END = "<!-- end of properties -->\n";

	private final List<JsonNode> properties = properties();

	@Test
	void everyPropertyHasADescriptionThatIsASentence() {
		assertThat(this.properties).isNotEmpty()
			.allSatisfy((property) -> assertThat(property.path("description").asString()).matches("[A-Z].*\\."));
	}

	@Test
	void theDocumentationIsUpToDate() throws IOException {
		String written = Files.readString(DOCUMENT);
		int start = written.indexOf(START) + START.length();
		int end = written.indexOf(END);
		assertThat(end).isGreaterThanOrEqualTo(start);
		String generated = written.substring(0, start) + tables() + written.substring(end);
		if ("write".equals(System.getProperty("semblance.docs"))) {
			Files.writeString(DOCUMENT, generated);
		}
		assertThat(Files.readString(DOCUMENT))
			.as("run the test with -Dsemblance.docs=write to bring docs/configuration.md up to date")
			.isEqualTo(generated);
	}

	private String tables() {
		return this.properties.stream()
			.collect(Collectors.groupingBy(ConfigurationMetadataTests::group, TreeMap::new, Collectors.toList()))
			.entrySet()
			.stream()
			.map((group) -> "\n### `%s`\n\n| Property | Default | Meaning |\n|---|---|---|\n%s".formatted(
					group.getKey(),
					group.getValue().stream().map(ConfigurationMetadataTests::row).collect(Collectors.joining())))
			.collect(Collectors.joining()) + "\n";
	}

	/** All but the last part, so that a group has a table of its own. */
	private static String group(JsonNode property) {
		String name = property.path("name").asString();
		return name.substring(0, name.lastIndexOf('.'));
	}

	private static String row(JsonNode property) {
		return "| `%s` | %s | %s |\n".formatted(property.path("name").asString(), defaultValue(property),
				property.path("description")
					.asString()
					.replace("|", "\\|")
					.replaceAll("(?<![A-Za-z])'([^' ][^']*)'", "`$1`"));
	}

	private static String defaultValue(JsonNode property) {
		String value = property.path("defaultValue").asString();
		return value.isEmpty() ? "" : "`" + value.replaceAll("[\\[\\] ]", "") + "`";
	}

	private static List<JsonNode> properties() {
		try {
			ClassLoader loader = ConfigurationMetadataTests.class.getClassLoader();
			return Collections.list(loader.getResources("META-INF/spring-configuration-metadata.json"))
				.stream()
				.map(ConfigurationMetadataTests::read)
				.flatMap((json) -> StreamSupport.stream(json.path("properties").spliterator(), false))
				.filter((property) -> property.path("name").asString().startsWith("semblance."))
				.sorted(Comparator.comparing((JsonNode property) -> property.path("name").asString()))
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static JsonNode read(URL metadata) {
		try (InputStream stream = metadata.openStream()) {
			return JsonMapper.shared().readTree(stream);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
