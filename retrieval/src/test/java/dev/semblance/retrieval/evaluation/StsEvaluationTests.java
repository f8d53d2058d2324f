package dev.semblance.retrieval.evaluation;

import java.util.List;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.LateInteraction;
import dev.semblance.encoders.TextRole;
import dev.semblance.encoders.TokenUsage;
import dev.semblance.retrieval.LengthCrossEncoder;
import dev.semblance.retrieval.LetterCountEncoder;
import dev.semblance.retrieval.LetterTokenEncoder;
import dev.semblance.retrieval.SparseLetterCountEncoder;
import dev.semblance.retrieval.dataset.StsDataset.Pair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

class StsEvaluationTests {

	private final LetterCountEncoder encoder = new LetterCountEncoder("letters");

	private final StsEvaluation evaluation = new StsEvaluation(SentenceSimilarity.of(this.encoder));

	@Test
	void goldScoresInTheOrderOfTheSimilaritiesCorrelateFully() {
		StsScores scores = this.evaluation
			.evaluate(List.of(new Pair(5, "abc", "cab"), new Pair(3, "aabb", "bbcc"), new Pair(-1, "aaa", "zzz")));
		assertThat(scores.spearman()).isCloseTo(1, within(1e-12));
		assertThat(scores.pearson()).isBetween(0.9, 1.0);
		assertThat(scores.similarity()).isEqualTo("cosine");
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

	@Test
	void sparseVectorsAreComparedByTheirInnerProduct() {
		StsScores scores = evaluate(SentenceSimilarity.of(new SparseLetterCountEncoder("letters")),
				new Pair(9, "aaa", "aaa"), new Pair(2, "ab", "ba"), new Pair(0, "a", "z"));
		assertThat(scores.similarity()).isEqualTo("dot");
		assertThat(scores.pearson()).isCloseTo(1, within(1e-12));
		assertThat(scores.usage().tokens()).isEqualTo(6);
	}

	@ParameterizedTest
	@EnumSource(LateInteraction.class)
	void tokenVectorsAreComparedAsTheModelDoes(LateInteraction interaction) {
		StsScores scores = evaluate(SentenceSimilarity.of(new LetterTokenEncoder(interaction)),
				new Pair((interaction == LateInteraction.MAXSIM) ? 4 : 1, "abcd", "dcba"),
				new Pair((interaction == LateInteraction.MAXSIM) ? 3 : 0.75, "abcx", "cba"), new Pair(0, "a", "z"));
		assertThat(scores.similarity()).isEqualTo(interaction.modelName());
		assertThat(scores.pearson()).isCloseTo(1, within(1e-12));
	}

	@Test
	void aCrossEncoderReadsBothSentencesTogether() {
		StsScores scores = evaluate(SentenceSimilarity.of(new LengthCrossEncoder(List.of("score"))),
				new Pair(21, "aa", "b"), new Pair(12, "a", "bb"), new Pair(0, "", ""));
		assertThat(scores.similarity()).isEmpty();
		assertThat(scores.pearson()).isCloseTo(1, within(1e-12));
		assertThat(scores.usage()).isEqualTo(new TokenUsage(3, 1));
	}

	@Test
	void aCrossEncoderOfSeveralLabelsIsRefused() {
		SentenceSimilarity classifier = SentenceSimilarity.of(new LengthCrossEncoder(List.of("yes", "no")));
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> evaluate(classifier, new Pair(1, "a", "a"), new Pair(0, "a", "b")))
			.withMessageContaining("gives the scores [yes, no] for a pair");
	}

	@Test
	void closingTheSimilarityClosesTheModel() {
		LengthCrossEncoder encoder = new LengthCrossEncoder(List.of("score"));
		SentenceSimilarity.of(encoder).close();
		assertThat(encoder.closed()).isTrue();
	}

	private static StsScores evaluate(SentenceSimilarity similarity, Pair... pairs) {
		return new StsEvaluation(similarity).evaluate(List.of(pairs));
	}

}
