package dev.semblance.springai;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Matryoshka}.
 */
class MatryoshkaTests {

	@Test
	void aCutVectorIsBroughtToUnitLengthIfAskedFor() {
		float[] vector = { 3, 4, 12 };
		assertThat(new Matryoshka(2, true).cut(vector)).containsExactly(0.6f, 0.8f);
		assertThat(new Matryoshka(2, false).cut(vector)).containsExactly(3, 4);
		assertThat(vector).containsExactly(3, 4, 12);
	}

	@Test
	void aWholeVectorStaysAsItIs() {
		float[] vector = { 3, 4 };
		assertThat(new Matryoshka(2, true).cut(vector)).isSameAs(vector);
	}

	@Test
	void aVectorOfWhichOnlyZerosAreLeftStaysFinite() {
		assertThat(new Matryoshka(2, true).cut(new float[] { 0, 0, 1 })).containsExactly(0, 0);
	}

}
