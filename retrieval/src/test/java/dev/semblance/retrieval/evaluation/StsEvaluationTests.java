package dev.semblance.retrieval.evaluation;

import java.util.List;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.TextRole;
import dev.semblance.retrieval.LetterCountEncoder;
import dev.semblance.retrieval.dataset.StsDataset.Pair;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

class StsEvaluationTests {

	private final LetterCountEncoder encoder = new LetterCountEncoder("letters");

	private final StsEvaluation evaluation = new StsEvaluation(this.encoder);

	@Test
	void goldScoresInTheOrderOfTheSimilaritiesCorrelateFully() {
		StsScores scores = this.evaluation
			.evaluate(List.of(new Pair(5, "abc", "cab"), new Pair(3, "aabb", "bbcc"), new Pair(-1, "aaa", "zzz")));
		assertThat(scores.spearmanCosine()).isCloseTo(1, within(1e-12));
		assertThat(scores.pearsonCosine()).isBetween(0.9, 1.0);
		assertThat(scores.pairs()).isEqualTo(3);
		assertThat(scores.usage().tokens()).isEqualTo(6);
	}

	@Test
	void sentencesAreEncodedWithoutARole() {
		this.evaluation.evaluate(List.of(new Pair(1, "a", "a"), new Pair(0, "a", "b")));
		assertThat(this.encoder.calls()).extracting(LetterCountEncoder.Call::role).containsOnly(TextRole.PLAIN);
	}

	@Test
	void tooFewPairsAreRefused() {
		List<Pair> one = List.of(new Pair(1, "a", "a"));
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.evaluation.evaluate(one))
			.withMessageContaining("1 sentence pairs have no correlation");
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.evaluation.evaluate(List.of()));
	}

	@Test
	void goldScoresThatAreAllTheSameAreRefused() {
		List<Pair> same = List.of(new Pair(1, "a", "a"), new Pair(1, "a", "b"));
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.evaluation.evaluate(same));
	}

}
