package dev.semblance.encoders.parity;

import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import dev.semblance.encoders.Device;
import dev.semblance.encoders.LateInteraction;
import dev.semblance.encoders.MultiVectorEncoder;
import dev.semblance.encoders.TextRole;
import dev.semblance.encoders.TokenVectors;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Multi-vector encoders give the reference's token vectors and scores.
 */
class MultiVectorParityTests {

	private static final float TOLERANCE = 1e-4f;

	static Stream<ParityModel> models() {
		return ParityModel.all("multi-vector");
	}

	@ParameterizedTest
	@MethodSource("models")
	void tokenVectorsAreThoseOfTheReference(ParityModel model) {
		try (MultiVectorEncoder encoder = builder(model)) {
			assertThat(encoder.model().interaction().modelName())
				.isEqualTo(model.expected().path("similarity").asString("maxsim"));
			for (ParityModel.Case call : model.cases()) {
				List<TokenVectors> texts = encoder.encode(call.texts(), call.role(), call.prompt()).texts();
				JsonNode expected = call.json().path("vectors");
				for (int i = 0; i < texts.size(); i++) {
					String description = "%s, %s, text %d: %s".formatted(model, call.name(), i, call.texts().get(i));
					assertThat(texts.get(i).count()).as(description).isEqualTo(expected.get(i).size());
					for (int token = 0; token < texts.get(i).count(); token++) {
						assertThat(texts.get(i).vector(token)).as(description + ", token " + token)
							.containsExactly(ParityModel.floats(expected.get(i).get(token)), Offset.offset(TOLERANCE));
					}
				}
			}
		}
	}

	static Stream<ParityModel> modelsWithSimilarities() {
		return models().filter((model) -> model.expected().has("similarities"));
	}

	@ParameterizedTest
	@MethodSource("modelsWithSimilarities")
	void scoresAreThoseOfTheReference(ParityModel model) {
		JsonNode expected = model.expected().path("similarities");
		try (MultiVectorEncoder encoder = builder(model)) {
			List<TokenVectors> queries = encoder.encode(texts(expected.path("query_texts")), TextRole.QUERY).texts();
			List<TokenVectors> documents = encoder.encodeDocuments(texts(expected.path("document_texts")));
			for (LateInteraction interaction : LateInteraction.values()) {
				JsonNode matrix = expected.path(interaction.modelName());
				for (int query = 0; query < queries.size(); query++) {
					for (int document = 0; document < documents.size(); document++) {
						assertThat(interaction.score(queries.get(query), documents.get(document)))
							.as("%s of %s", interaction, model)
							.isCloseTo(matrix.get(query).get(document).asDouble(), Offset.offset(1e-3));
					}
				}
			}
		}
	}

	private static List<String> texts(JsonNode indices) {
		return StreamSupport.stream(indices.spliterator(), false).map(ParityModel::text).toList();
	}

	private static MultiVectorEncoder builder(ParityModel model) {
		return MultiVectorEncoder.builder(model.reference()).device(new Device.Cpu()).build();
	}

}
