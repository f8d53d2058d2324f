package dev.semblance.springai;

import java.util.Arrays;
import java.util.List;

import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.Device;
import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.encoders.TextRole;
import org.junit.jupiter.api.Test;

import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.ai.embedding.EmbeddingRequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Compares with the similarities that sentence-transformers gives.
 */
class SentenceTransformersParityTests {

	private static final List<String> SENTENCES = List.of("The weather is lovely today.", "It's so sunny outside!",
			"He drove to the stadium.");

	private static final double[][] SIMILARITIES = { { 1, 0.6660, 0.1046 }, { 0.6660, 1, 0.1411 },
			{ 0.1046, 0.1411, 1 } };

	@Test
	void similaritiesOfThreeSentencesAgreeToFourDecimals() {
		try (DenseEncoder encoder = DenseEncoder.builder("sentence-transformers/all-MiniLM-L6-v2")
			.device(new Device.Cpu())
			.build()) {
			List<float[]> vectors = new SemblanceEmbeddingModel(encoder).embed(SENTENCES);
			for (int i = 0; i < SENTENCES.size(); i++) {
				for (int j = 0; j < SENTENCES.size(); j++) {
					assertThat(SimilarityFunction.COSINE.between(vectors.get(i), vectors.get(j)))
						.as("similarity of '%s' and '%s'", SENTENCES.get(i), SENTENCES.get(j))
						.isCloseTo(SIMILARITIES[i][j], within(5e-5));
				}
			}
		}
	}

	@Test
	void aVectorThatIsCutHasUnitLengthAgain() {
		try (DenseEncoder encoder = DenseEncoder.builder("sentence-transformers/all-MiniLM-L6-v2")
			.device(new Device.Cpu())
			.build()) {
			EmbeddingOptions options = EmbeddingOptions.builder().dimensions(128).build();
			float[] cut = new SemblanceEmbeddingModel(encoder).call(new EmbeddingRequest(SENTENCES, options))
				.getResult()
				.getOutput();
			float[] first = Arrays.copyOf(encoder.encode(SENTENCES, TextRole.PLAIN).vectors().get(0), 128);
			assertThat(cut).hasSize(128);
			assertThat(SimilarityFunction.DOT.between(cut, cut)).isCloseTo(1, within(1e-6));
			assertThat(SimilarityFunction.COSINE.between(cut, first)).isCloseTo(1, within(1e-6));
			assertThat(SimilarityFunction.DOT.between(first, first)).isLessThan(0.9);
		}
	}

}
