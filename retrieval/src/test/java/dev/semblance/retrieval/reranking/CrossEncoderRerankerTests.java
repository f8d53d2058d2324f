package dev.semblance.retrieval.reranking;

import java.util.List;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.TokenUsage;
import dev.semblance.retrieval.LengthCrossEncoder;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CrossEncoderReranker}.
 */
class CrossEncoderRerankerTests {

	@Test
	void queryAndDocumentAreReadTogether() {
		Reranker reranker = new CrossEncoderReranker(new LengthCrossEncoder(List.of("score")));
		RerankScores scores = reranker.score("query", List.of("longer", "s"));
		assertThat(scores.values()).containsExactly(56, 51);
		assertThat(scores.usage()).isEqualTo(new TokenUsage(2, 1));
	}

	@Test
	void aModelOfSeveralLabelsIsRefusedWithTheirNamesAndClosed() {
		LengthCrossEncoder classifier = new LengthCrossEncoder(List.of("contradiction", "entailment"));
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> new CrossEncoderReranker(classifier))
			.withMessageContaining("lengths gives the scores [contradiction, entailment]");
		assertThat(classifier.closed()).isTrue();
	}

	@Test
	void closingItClosesTheEncoder() {
		LengthCrossEncoder encoder = new LengthCrossEncoder(List.of("score"));
		new CrossEncoderReranker(encoder).close();
		assertThat(encoder.closed()).isTrue();
	}

}
