package dev.semblance.encoders;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class SimilarityFunctionTests {

	@ParameterizedTest
	@CsvSource({ "cosine, 0.6", "dot, 15", "euclidean, -4.4721359549995796", "manhattan, -6" })
	void twoVectorsCompareAsTheFunctionIsDefined(String name, double expected) {
		double score = SimilarityFunction.named(name).between(new float[] { 3, 4 }, new float[] { 5, 0 });
		assertThat(score).isCloseTo(expected, within(1e-12));
	}

	@Test
	void aVectorOfZerosIsLikeNothingByCosine() {
		assertThat(SimilarityFunction.COSINE.between(new float[2], new float[] { 1, 2 })).isZero();
	}

	@Test
	void vectorsOfDifferentLengthAreRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> SimilarityFunction.DOT.between(new float[2], new float[3]))
			.withMessageContaining("2 and 3 dimensions");
	}

	@Test
	void anUnknownNameIsRefusedWithTheKnownOnes() {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> SimilarityFunction.named("COSINE"))
			.withMessageContaining("cosine, dot, euclidean, manhattan");
	}

}
