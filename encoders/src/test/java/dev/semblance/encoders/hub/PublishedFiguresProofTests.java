package dev.semblance.encoders.hub;

import java.util.List;
import java.util.Map;

import dev.semblance.encoders.CrossEncoder;
import dev.semblance.encoders.Device;
import dev.semblance.encoders.ModelHub;
import dev.semblance.encoders.ModelPrecision;
import dev.semblance.encoders.SparseEncoder;
import dev.semblance.encoders.SparseVector;
import dev.semblance.encoders.TextPair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * What sentence-transformers publishes of real weights, for those who reach a hub. The
 * models are downloaded, about 90 and 440 MB, into the user's own cache.
 */
@EnabledIfSystemProperty(named = "semblance.proofs", matches = "hub",
		disabledReason = "needs a hub: run with -Dsemblance.proofs=hub")
class PublishedFiguresProofTests {

	/** The tests' environment allows no hub. */
	private final ModelHub hub = ModelHub.builder(Map.of()).build();

	@Test
	void aCrossEncoderScoresThePassagesOfTheReadme() {
		String query = "How many people live in Berlin?";
		try (CrossEncoder encoder = CrossEncoder.builder("cross-encoder/ms-marco-MiniLM-L6-v2")
			.hub(this.hub)
			.precision(ModelPrecision.FP32)
			.device(new Device.Cpu())
			.build()) {
			List<float[]> scores = encoder.predict(List.of(
					new TextPair(query,
							"Berlin had a population of 3,520,031 registered inhabitants in an area of 891.82 square "
									+ "kilometers."),
					new TextPair(query,
							"Berlin has a yearly total of about 135 million day visitors, making it one of the "
									+ "most-visited cities in the European Union."),
					new TextPair(query,
							"In 2013 around 600,000 Berliners were registered in one of the more than 2,300 sport and "
									+ "fitness clubs.")))
				.scores();
			assertThat(scores.get(0)[0]).isCloseTo(8.607139f, within(1e-4f));
			assertThat(scores.get(1)[0]).isCloseTo(5.506266f, within(1e-4f));
			assertThat(scores.get(2)[0]).isCloseTo(6.352977f, within(1e-4f));
		}
	}

	@Test
	void aSparseEncoderFindsTheSimilaritiesOfTheReadme() {
		double[][] published = { { 35.629, 9.154, 0.098 }, { 9.154, 27.478, 0.019 }, { 0.098, 0.019, 29.553 } };
		try (SparseEncoder encoder = SparseEncoder.builder("naver/splade-cocondenser-ensembledistil")
			.hub(this.hub)
			.precision(ModelPrecision.FP32)
			.device(new Device.Cpu())
			.build()) {
			List<SparseVector> vectors = encoder.encodeDocuments(
					List.of("The weather is lovely today.", "It's so sunny outside!", "He drove to the stadium."));
			for (int i = 0; i < published.length; i++) {
				for (int j = 0; j < published.length; j++) {
					assertThat(vectors.get(i).dot(vectors.get(j))).as("similarity of %d and %d", i, j)
						.isCloseTo(published[i][j], within(1e-3));
				}
			}
		}
	}

}
