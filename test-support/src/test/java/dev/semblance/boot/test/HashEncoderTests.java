package dev.semblance.boot.test;

import java.util.List;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.encoders.TextRole;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link HashEncoder}.
 */
class HashEncoderTests {

	private final HashEncoder encoder = new HashEncoder();

	@Test
	void textsAreTheMoreSimilarTheMoreWordsTheyShare() {
		float[] query = this.encoder.encodeQuery("Where is the garbage collector's log?");
		List<float[]> documents = this.encoder.encodeDocuments(List.of("The garbage collector writes a log.",
				"A log of wood lies in the forest.", "Entirely different sentence"));
		assertThat(similarity(query, documents.get(0))).isGreaterThan(similarity(query, documents.get(1)));
		assertThat(similarity(query, documents.get(1))).isGreaterThan(similarity(query, documents.get(2)));
	}

	@Test
	void vectorsHaveUnitLengthEvenWithoutWords() {
		assertThat(this.encoder.encodeDocuments(List.of("one two two", "...", "")))
			.allSatisfy((vector) -> assertThat(similarity(vector, vector)).isCloseTo(1, within(1e-6)))
			.allSatisfy((vector) -> assertThat(vector).hasSize(HashEncoder.DEFAULT_DIMENSIONS));
	}

	@Test
	void caseAndWhatIsBetweenWordsMakeNoDifference() {
		assertThat(this.encoder.encodeQuery("Log, log!")).isEqualTo(this.encoder.encodeQuery("log LOG"));
	}

	/** Recorded once: it may change with no version, JVM or machine. */
	@Test
	void aWordHasTheSameDimensionEverywhere() {
		assertThat(HashedWords.counts("word", 255)).containsOnlyKeys(148);
	}

	@Test
	void wordsAreItsTokens() {
		assertThat(this.encoder.encode(List.of("one two", "three"), TextRole.PLAIN).usage())
			.extracting((usage) -> usage.tokens())
			.isEqualTo(3L);
	}

	@Test
	void oneDimensionIsRefused() {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> new HashEncoder(1))
			.withMessageContaining("1 dimensions");
	}

	private static double similarity(float[] left, float[] right) {
		return SimilarityFunction.DOT.between(left, right);
	}

}
