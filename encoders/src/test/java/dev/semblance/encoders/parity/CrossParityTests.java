package dev.semblance.encoders.parity;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import dev.semblance.encoders.Activation;
import dev.semblance.encoders.CrossEncoder;
import dev.semblance.encoders.CrossEncoderBuilder;
import dev.semblance.encoders.CrossEncoding;
import dev.semblance.encoders.Device;
import dev.semblance.encoders.RankedText;
import dev.semblance.encoders.TextPair;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Cross-encoders give the reference's scores.
 */
class CrossParityTests {

	private static final float TOLERANCE = 1e-4f;

	static Stream<ParityModel> models() {
		return ParityModel.all("cross");
	}

	@ParameterizedTest
	@MethodSource("models")
	void scoresAreThoseOfTheReference(ParityModel model) {
		for (ParityModel.Case call : model.cases()) {
			try (CrossEncoder encoder = builder(model, call).build()) {
				CrossEncoding encoding = encoder.predict(pairs(call.json().path("pairs")), call.prompt());
				if (call.json().path("softmax").asBoolean(false)) {
					encoding = encoding.softmax();
				}
				JsonNode expected = call.json().path("scores");
				assertThat(encoding.scores()).hasSize(expected.size());
				for (int i = 0; i < expected.size(); i++) {
					assertThat(encoding.scores().get(i)).as("%s, %s, pair %d", model, call.name(), i)
						.containsExactly(ParityModel.floats(expected.get(i)), Offset.offset(TOLERANCE));
				}
			}
		}
	}

	static Stream<ParityModel> modelsWithRankings() {
		return models().filter((model) -> model.expected().has("rankings"));
	}

	@ParameterizedTest
	@MethodSource("modelsWithRankings")
	void rankingsAreThoseOfTheReference(ParityModel model) {
		try (CrossEncoder encoder = CrossEncoder.builder(model.reference()).device(new Device.Cpu()).build()) {
			for (JsonNode ranking : model.expected().path("rankings")) {
				List<String> documents = new ArrayList<>();
				ranking.path("documents").forEach((index) -> documents.add(ParityModel.text(index)));
				int limit = ranking.path("top_k").asInt(documents.size());
				List<RankedText> ranked = encoder.rank(ParityModel.text(ranking.path("query")), documents, limit);
				assertThat(ranked.stream().mapToLong(RankedText::position).toArray())
					.containsExactly(ParityModel.longs(ranking.path("order")));
				for (int i = 0; i < ranked.size(); i++) {
					assertThat(ranked.get(i).score()).isCloseTo((float) ranking.path("scores").get(i).asDouble(),
							Offset.offset(TOLERANCE));
				}
			}
		}
	}

	private static List<TextPair> pairs(JsonNode array) {
		List<TextPair> pairs = new ArrayList<>();
		array.forEach((pair) -> pairs.add(new TextPair(ParityModel.text(pair.get(0)), ParityModel.text(pair.get(1)))));
		return pairs;
	}

	private static CrossEncoderBuilder builder(ParityModel model, ParityModel.Case call) {
		CrossEncoderBuilder builder = CrossEncoder.builder(model.reference()).device(new Device.Cpu());
		String activation = call.json().path("activation").asString("default");
		return activation.equals("default") ? builder
				: builder.activation(Activation.valueOf(activation.toUpperCase(Locale.ROOT)));
	}

}
