package dev.semblance.retrieval.reranking;

import java.util.List;

import dev.semblance.encoders.Activation;
import dev.semblance.encoders.CrossEncoder;
import dev.semblance.encoders.CrossEncoderModel;
import dev.semblance.encoders.CrossEncoding;
import dev.semblance.encoders.Device;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.Prompt;
import dev.semblance.encoders.Prompts;
import dev.semblance.encoders.TextPair;
import dev.semblance.encoders.TokenUsage;
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
	void aModelOfSeveralLabelsIsRefusedWithTheirNames() {
		CrossEncoder classifier = new LengthCrossEncoder(List.of("contradiction", "entailment"));
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> new CrossEncoderReranker(classifier))
			.withMessageContaining("lengths gives the scores [contradiction, entailment]");
	}

	@Test
	void closingItClosesTheEncoder() {
		LengthCrossEncoder encoder = new LengthCrossEncoder(List.of("score"));
		new CrossEncoderReranker(encoder).close();
		assertThat(encoder.closed).isTrue();
	}

	/** Scores ten times the first text's length plus the second's. */
	private static final class LengthCrossEncoder implements CrossEncoder {

		private final List<String> labels;

		private boolean closed;

		private LengthCrossEncoder(List<String> labels) {
			this.labels = labels;
		}

		@Override
		public CrossEncoderModel model() {
			return new CrossEncoderModel("lengths", this.labels, Activation.IDENTITY, 1000, Prompts.NONE,
					new Device.Cpu());
		}

		@Override
		public CrossEncoding predict(List<TextPair> pairs, Prompt prompt) {
			return new CrossEncoding(pairs.stream()
				.map((pair) -> new float[] { 10 * pair.first().length() + pair.second().length() })
				.toList(), new TokenUsage(pairs.size(), 1));
		}

		@Override
		public void close() {
			this.closed = true;
		}

	}

}
