package dev.semblance.encoders;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class CrossEncodingTests {

	@Test
	void scoresOfSeveralLabelsBecomeProbabilities() {
		float[] probabilities = softmax(0, (float) Math.log(3));
		assertThat(probabilities[0]).isCloseTo(0.25f, within(1e-6f));
		assertThat(probabilities[1]).isCloseTo(0.75f, within(1e-6f));
	}

	@Test
	void largeScoresDoNotOverflow() {
		assertThat(softmax(1e30f, 1e30f, -1e30f)).containsExactly(0.5f, 0.5f, 0);
	}

	@Test
	void theScoreOfOneLabelStays() {
		assertThat(softmax(-2.5f)).containsExactly(-2.5f);
	}

	private static float[] softmax(float... scores) {
		return new CrossEncoding(List.of(scores), TokenUsage.NONE).softmax().scores().get(0);
	}

}
