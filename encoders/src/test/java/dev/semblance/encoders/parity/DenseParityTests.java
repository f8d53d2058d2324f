package dev.semblance.encoders.parity;

import java.util.List;
import java.util.stream.Stream;

import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.DenseEncoderBuilder;
import dev.semblance.encoders.Device;
import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.encoders.TextRole;
import dev.semblance.encoders.TokenVectors;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Dense encoders give the reference's vectors.
 */
class DenseParityTests {

	private static final float TOLERANCE = 1e-4f;

	static Stream<ParityModel> models() {
		return ParityModel.all("dense");
	}

	@ParameterizedTest
	@MethodSource("models")
	void vectorsAreThoseOfTheReference(ParityModel model) {
		for (ParityModel.Case call : model.cases()) {
			try (DenseEncoder encoder = builder(model, call).build()) {
				JsonNode expected = call.json().path("vectors");
				if (call.json().path("output").asString().equals("tokens")) {
					assertTokens(model, call, encoder, expected);
				}
				else {
					List<float[]> vectors = encoder.encode(call.texts(), call.role(), call.prompt()).vectors();
					assertThat(vectors).hasSize(expected.size());
					for (int i = 0; i < vectors.size(); i++) {
						assertThat(vectors.get(i)).as("%s, %s, text %d: %s", model, call.name(), i, call.texts().get(i))
							.containsExactly(ParityModel.floats(expected.get(i)), Offset.offset(TOLERANCE));
					}
				}
			}
		}
	}

	private static void assertTokens(ParityModel model, ParityModel.Case call, DenseEncoder encoder,
			JsonNode expected) {
		List<TokenVectors> texts = encoder.encodeTokens(call.texts(), call.role(), call.prompt()).texts();
		for (int i = 0; i < texts.size(); i++) {
			assertThat(texts.get(i).count()).isEqualTo(expected.get(i).size());
			for (int token = 0; token < texts.get(i).count(); token++) {
				assertThat(texts.get(i).vector(token)).as("%s, %s, text %d, token %d", model, call.name(), i, token)
					.containsExactly(ParityModel.floats(expected.get(i).get(token)), Offset.offset(TOLERANCE));
			}
		}
	}

	@ParameterizedTest
	@MethodSource("models")
	void theDescriptionIsThatOfTheReference(ParityModel model) {
		try (DenseEncoder encoder = DenseEncoder.builder(model.reference()).device(new Device.Cpu()).build()) {
			assertThat(encoder.model().dimensions()).isEqualTo(model.expected().path("dimensions").asInt());
			assertThat(encoder.model().similarity().modelName())
				.isEqualTo(model.expected().path("similarity").asString("cosine"));
			assertThat(encoder.model().maxLength())
				.isEqualTo(model.expected().path("max_length").asInt(Integer.MAX_VALUE));
		}
	}

	static Stream<ParityModel> modelsWithSimilarities() {
		return models().filter((model) -> model.expected().has("similarities"));
	}

	@ParameterizedTest
	@MethodSource("modelsWithSimilarities")
	void similaritiesAreThoseOfTheReference(ParityModel model) {
		JsonNode expected = model.expected().path("similarities");
		try (DenseEncoder encoder = DenseEncoder.builder(model.reference()).device(new Device.Cpu()).build()) {
			List<String> texts = new ParityModel.Case(expected).texts();
			List<float[]> vectors = encoder.encode(texts, TextRole.PLAIN).vectors();
			for (SimilarityFunction function : SimilarityFunction.values()) {
				JsonNode matrix = expected.path(function.modelName());
				for (int left = 0; left < matrix.size(); left++) {
					for (int right = 0; right < matrix.size(); right++) {
						assertThat(function.between(vectors.get(left), vectors.get(right)))
							.as("%s of %s", function, model)
							.isCloseTo(matrix.get(left).get(right).asDouble(), Offset.offset(1e-3));
					}
				}
			}
		}
	}

	private static DenseEncoderBuilder builder(ParityModel model, ParityModel.Case call) {
		DenseEncoderBuilder builder = DenseEncoder.builder(model.reference()).device(new Device.Cpu());
		Integer dimensions = call.number("truncate_dimensions");
		if (dimensions != null) {
			builder.dimensions(dimensions);
		}
		if (call.json().path("normalize").asBoolean(false)) {
			builder.normalize();
		}
		return builder;
	}

}
