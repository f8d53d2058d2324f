package dev.semblance.encoders;

import java.util.Random;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

class LateInteractionTests {

	@RepeatedTest(50)
	void scoresAreThoseOfThePlainDefinition(RepetitionInfo repetition) {
		Random random = new Random(repetition.getCurrentRepetition());
		int dimensions = 1 + random.nextInt(40);
		TokenVectors query = vectors(random, 1 + random.nextInt(20), dimensions);
		TokenVectors document = vectors(random, 1 + random.nextInt(50), dimensions);
		double expected = sumOfBest(query, document);
		assertThat(LateInteraction.MAXSIM.score(query, document)).isCloseTo(expected, within(1e-4));
		assertThat(LateInteraction.MEAN_MAXSIM.score(query, document)).isCloseTo(expected / query.count(),
				within(1e-4));
	}

	@ParameterizedTest
	@ValueSource(ints = { BestMatches.BLOCK - 1, BestMatches.BLOCK, BestMatches.BLOCK + 1, 3 * BestMatches.BLOCK + 7 })
	void documentsMayBeLongerThanABlock(int tokens) {
		Random random = new Random(tokens);
		TokenVectors query = vectors(random, 5, 19);
		TokenVectors document = vectors(random, tokens, 19);
		assertThat(LateInteraction.MAXSIM.score(query, document)).isCloseTo(sumOfBest(query, document), within(1e-4));
	}

	@Test
	void aTokensSimilarityIsTheSameWhateverElseTheDocumentAndTheQueryHold() {
		Random random = new Random(7);
		TokenVectors query = vectors(random, 9, 23);
		TokenVectors document = vectors(random, 2 * BestMatches.BLOCK + 50, 23);
		double sum = 0;
		for (int i = 0; i < query.count(); i++) {
			TokenVectors token = new TokenVectors(23, query.vector(i));
			double best = Double.NEGATIVE_INFINITY;
			for (int j = 0; j < document.count(); j++) {
				best = Math.max(best, LateInteraction.MAXSIM.score(token, new TokenVectors(23, document.vector(j))));
			}
			sum += best;
		}
		assertThat(LateInteraction.MAXSIM.score(query, document)).isEqualTo(sum);
	}

	@Test
	void aValueThatIsNoNumberIsNotHidden() {
		TokenVectors query = new TokenVectors(1, new float[] { 1 });
		TokenVectors document = new TokenVectors(1, new float[] { 1, Float.NaN, 2 });
		assertThat(LateInteraction.MAXSIM.score(query, document)).isNaN();
	}

	@Test
	void similaritiesBelowZeroCount() {
		TokenVectors query = new TokenVectors(2, new float[] { 1, 0, 0, 1 });
		TokenVectors document = new TokenVectors(2, new float[] { -1, -3, -2, -4 });
		assertThat(LateInteraction.MAXSIM.score(query, document)).isEqualTo(-4);
		assertThat(LateInteraction.MEAN_MAXSIM.score(query, document)).isEqualTo(-2);
	}

	@ParameterizedTest
	@EnumSource
	void textsWithoutTokensScoreZero(LateInteraction interaction) {
		TokenVectors none = new TokenVectors(2, new float[0]);
		TokenVectors one = new TokenVectors(2, new float[] { 1, 2 });
		assertThat(interaction.score(none, one)).isZero();
		assertThat(interaction.score(one, none)).isZero();
		assertThat(interaction.score(none, none)).isZero();
	}

	@ParameterizedTest
	@EnumSource
	void vectorsOfDifferentModelsAreRefused(LateInteraction interaction) {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> interaction.score(new TokenVectors(2, new float[2]), new TokenVectors(3, new float[3])))
			.withMessage("Token vectors of 2 and 3 dimensions cannot be compared. Use vectors of the same model.");
	}

	@Test
	void valuesThatAreNoWholeVectorsAreRefused() {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> new TokenVectors(3, new float[4]))
			.withMessageContaining("4 values are no whole number of vectors of 3 dimensions");
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> new TokenVectors(0, new float[0]));
	}

	private static double sumOfBest(TokenVectors query, TokenVectors document) {
		double sum = 0;
		for (int i = 0; i < query.count(); i++) {
			double best = Double.NEGATIVE_INFINITY;
			for (int j = 0; j < document.count(); j++) {
				best = Math.max(best, dot(query.vector(i), document.vector(j)));
			}
			sum += best;
		}
		return sum;
	}

	private static double dot(float[] left, float[] right) {
		double sum = 0;
		for (int i = 0; i < left.length; i++) {
			sum += (double) left[i] * right[i];
		}
		return sum;
	}

	private static TokenVectors vectors(Random random, int count, int dimensions) {
		float[] values = new float[count * dimensions];
		for (int i = 0; i < values.length; i++) {
			values[i] = (float) random.nextGaussian();
		}
		return new TokenVectors(dimensions, values);
	}

}
