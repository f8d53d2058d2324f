package dev.semblance.encoders.parity;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import dev.semblance.encoders.Device;
import dev.semblance.encoders.SparseEncoder;
import dev.semblance.encoders.SparseEncoderBuilder;
import dev.semblance.encoders.SparseVector;
import dev.semblance.encoders.Sparsity;
import dev.semblance.encoders.TextRole;
import dev.semblance.encoders.WeightedTerm;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sparse encoders give the reference's terms and weights.
 */
class SparseParityTests {

	private static final float TOLERANCE = 1e-4f;

	static Stream<ParityModel> models() {
		return ParityModel.all("sparse");
	}

	@ParameterizedTest
	@MethodSource("models")
	void termsAndWeightsAreThoseOfTheReference(ParityModel model) {
		for (ParityModel.Case call : model.cases()) {
			try (SparseEncoder encoder = builder(model, call).build()) {
				List<SparseVector> vectors = encoder.encode(call.texts(), call.role(), call.prompt()).vectors();
				assertThat(encoder.model().dimensions()).isEqualTo(model.expected().path("dimensions").asInt());
				for (int i = 0; i < vectors.size(); i++) {
					assertVector(vectors.get(i), call.json(), i, "%s, %s, text %d".formatted(model, call.name(), i));
				}
			}
		}
	}

	private static void assertVector(SparseVector vector, JsonNode expected, int text, String description) {
		long[] indices = ParityModel.longs(expected.path("indices").get(text));
		assertThat(Arrays.stream(vector.indices()).asLongStream().toArray()).as(description).containsExactly(indices);
		assertThat(vector.values()).as(description)
			.containsExactly(ParityModel.floats(expected.path("values").get(text)), Offset.offset(TOLERANCE));
	}

	static Stream<ParityModel> modelsWith(String field) {
		return models().filter((model) -> model.expected().has(field));
	}

	static Stream<ParityModel> modelsWithTerms() {
		return modelsWith("decoded");
	}

	@ParameterizedTest
	@MethodSource("modelsWithTerms")
	void dimensionsAreNamedAsTheReferenceNamesThem(ParityModel model) {
		JsonNode expected = model.expected().path("decoded");
		try (SparseEncoder encoder = SparseEncoder.builder(model.reference()).device(new Device.Cpu()).build()) {
			SparseVector vector = encoder.encode(List.of(ParityModel.text(expected.path("text"))), TextRole.PLAIN)
				.vectors()
				.get(0);
			List<WeightedTerm> terms = encoder.decode(vector, expected.path("top_k").asInt());
			for (int i = 0; i < terms.size(); i++) {
				assertThat(terms.get(i).term()).isEqualTo(expected.path("terms").get(i).get(0).asString());
				assertThat(terms.get(i).weight()).isCloseTo((float) expected.path("terms").get(i).get(1).asDouble(),
						Offset.offset(TOLERANCE));
			}
			assertThat(terms).hasSize(expected.path("terms").size());
		}
	}

	static Stream<ParityModel> modelsWithSparsity() {
		return modelsWith("sparsity");
	}

	@ParameterizedTest
	@MethodSource("modelsWithSparsity")
	void sparsityIsThatOfTheReference(ParityModel model) {
		JsonNode expected = model.expected().path("sparsity");
		ParityModel.Case call = model.cases()
			.stream()
			.filter((candidate) -> candidate.name().equals(expected.path("case").asString()))
			.findFirst()
			.orElseThrow();
		try (SparseEncoder encoder = builder(model, call).build()) {
			Sparsity sparsity = Sparsity.of(encoder.encode(call.texts(), call.role(), call.prompt()).vectors());
			assertThat(sparsity.activeDimensions()).isCloseTo(expected.path("active_dims").asDouble(),
					Offset.offset(1e-4));
			assertThat(sparsity.ratio()).isCloseTo(expected.path("sparsity_ratio").asDouble(), Offset.offset(1e-6));
		}
	}

	static Stream<ParityModel> modelsWithIntersection() {
		return modelsWith("intersection");
	}

	@ParameterizedTest
	@MethodSource("modelsWithIntersection")
	void intersectionsAreThoseOfTheReference(ParityModel model) {
		JsonNode expected = model.expected().path("intersection");
		try (SparseEncoder encoder = SparseEncoder.builder(model.reference()).device(new Device.Cpu()).build()) {
			List<SparseVector> vectors = encoder
				.encode(List.of(ParityModel.text(expected.path("left")), ParityModel.text(expected.path("right"))),
						TextRole.PLAIN)
				.vectors();
			SparseVector common = vectors.get(0).intersection(vectors.get(1));
			assertThat(Arrays.stream(common.indices()).asLongStream().toArray())
				.containsExactly(ParityModel.longs(expected.path("indices")));
			assertThat(common.values()).containsExactly(ParityModel.floats(expected.path("values")),
					Offset.offset(1e-3f));
		}
	}

	private static SparseEncoderBuilder builder(ParityModel model, ParityModel.Case call) {
		SparseEncoderBuilder builder = SparseEncoder.builder(model.reference()).device(new Device.Cpu());
		Integer limit = call.number("max_active_dimensions");
		if (limit != null) {
			builder.maxActiveDimensions(limit);
		}
		return builder;
	}

}
