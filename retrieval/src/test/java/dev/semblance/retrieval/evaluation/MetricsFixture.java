package dev.semblance.retrieval.evaluation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Numbers that pytrec_eval and scipy computed (tools/reference records them).
 */
final class MetricsFixture {

	private static final JsonNode FIXTURE = read();

	private MetricsFixture() {
	}

	static Stream<JsonNode> queries() {
		return FIXTURE.get("queries").valueStream();
	}

	static Stream<JsonNode> correlations() {
		return FIXTURE.get("correlations").valueStream();
	}

	private static JsonNode read() {
		try (InputStream stream = MetricsFixture.class.getResourceAsStream("/metrics_fixture.json")) {
			return new JsonMapper().readTree(Objects.requireNonNull(stream));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
