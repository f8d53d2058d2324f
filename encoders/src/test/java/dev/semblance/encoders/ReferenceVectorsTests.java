package dev.semblance.encoders;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Real weights against vectors recorded from sentence-transformers (tools/reference).
 */
class ReferenceVectorsTests {

	private static final Offset<Float> TOLERANCE = Offset.offset(1e-5f);

	@ParameterizedTest
	@CsvSource({ "sentence-transformers/all-MiniLM-L6-v2, all-MiniLM-L6-v2, mean, 256",
			"BAAI/bge-small-en-v1.5, bge-small-en-v1.5, cls, 512" })
	void everyTextAloneHasTheVectorThatTheReferenceRecorded(String model, String record, String pooling, int maxLength)
			throws IOException {
		try (DenseEncoder encoder = DenseEncoder.builder(model).device(new Device.Cpu()).build()) {
			assertThat(encoder.model().pooling()).isEqualTo(pooling);
			assertThat(encoder.model().maxLength()).isEqualTo(maxLength);
			assertThat(encoder.model().normalized()).isTrue();
			for (JsonNode text : texts(record)) {
				DenseEncoding encoding = encoder.encode(List.of(text.get("text").asString()), TextRole.PLAIN);
				assertThat(encoding.usage().tokens()).isEqualTo(text.get("token_count").asLong());
				assertThat(encoding.vectors().get(0)).as(text.get("text").asString())
					.containsExactly(vector(text), TOLERANCE);
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "sentence-transformers/all-MiniLM-L6-v2, all-MiniLM-L6-v2, 1",
			"sentence-transformers/all-MiniLM-L6-v2, all-MiniLM-L6-v2, 700",
			"sentence-transformers/all-MiniLM-L6-v2, all-MiniLM-L6-v2, 100000",
			"BAAI/bge-small-en-v1.5, bge-small-en-v1.5, 2048" })
	void theBatchThatATextRunsInDoesNotChangeItsVector(String model, String record, int tokenBudget)
			throws IOException {
		List<JsonNode> texts = texts(record);
		Collections.shuffle(texts, new Random(7));
		try (DenseEncoder encoder = DenseEncoder.builder(model)
			.device(new Device.Cpu())
			.tokenBudget(tokenBudget)
			.build()) {
			DenseEncoding encoding = encoder.encode(texts.stream().map((text) -> text.get("text").asString()).toList(),
					TextRole.PLAIN);
			for (int i = 0; i < texts.size(); i++) {
				assertThat(encoding.vectors().get(i)).containsExactly(vector(texts.get(i)), TOLERANCE);
			}
		}
	}

	private static List<JsonNode> texts(String record) throws IOException {
		try (InputStream stream = ReferenceVectorsTests.class.getResourceAsStream("/reference/" + record + ".json")) {
			List<JsonNode> texts = new ArrayList<>();
			JsonMapper.shared().readTree(stream).get("texts").forEach(texts::add);
			assertThat(texts).hasSizeGreaterThan(20);
			return texts;
		}
	}

	private static float[] vector(JsonNode text) {
		JsonNode values = text.get("vector");
		float[] vector = new float[values.size()];
		for (int i = 0; i < vector.length; i++) {
			vector[i] = values.get(i).floatValue();
		}
		return vector;
	}

}
