package dev.semblance.retrieval.reranking;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.LateInteraction;
import dev.semblance.encoders.TextRole;
import dev.semblance.retrieval.LetterCountEncoder.Call;
import dev.semblance.retrieval.LetterTokenEncoder;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link MaxSimReranker}.
 */
class MaxSimRerankerTests {

	private final LetterTokenEncoder encoder = new LetterTokenEncoder(LateInteraction.MAXSIM);

	@Test
	void everyDocumentIsScoredInOrder() {
		assertThat(score(reranker(), "cat", "dog", "cart", "act a cat", "tea").values()).containsExactly(0, 3, 3, 2);
	}

	@Test
	void theModelsOwnInteractionIsUsed() {
		LetterTokenEncoder mean = new LetterTokenEncoder(LateInteraction.MEAN_MAXSIM);
		assertThat(score(new MaxSimReranker(mean), "aabb", "bread", "bed").values()).containsExactly(1, 0.5);
	}

	@Test
	void queriesAndDocumentsAreEncodedInTheirRoles() {
		score(reranker(), "cat", "dog", "cow");
		assertThat(this.encoder.calls()).containsExactlyInAnyOrder(new Call(List.of("cat"), TextRole.QUERY),
				documents("dog", "cow"));
	}

	@Test
	void onlyDocumentsThatAreNotRememberedAreEncodedAllAtOnce() {
		Reranker reranker = reranker();
		score(reranker, "cat", "dog", "cow");
		this.encoder.calls().clear();
		assertThat(score(reranker, "dog", "ant", "dog", "bee", "cow").values()).containsExactly(0, 3, 0, 1);
		assertThat(this.encoder.calls()).filteredOn((call) -> call.role() == TextRole.DOCUMENT)
			.singleElement()
			.satisfies((call) -> assertThat(call.texts()).containsExactlyInAnyOrder("ant", "bee"));
	}

	@Test
	void aDocumentThatComesTwiceIsEncodedOnce() {
		assertThat(score(reranker(), "cat", "act", "act").values()).containsExactly(3, 3);
		assertThat(this.encoder.calls()).contains(documents("act"));
	}

	@Test
	void documentsWhoseHashesCollideAreToldApart() {
		assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());
		assertThat(score(reranker(), "a", "Aa", "BB").values()).containsExactly(1, 0);
	}

	@Test
	void whatIsRememberedCostsNothing() {
		Reranker reranker = reranker();
		assertThat(score(reranker, "cat", "dog").usage().tokens()).isEqualTo(6);
		assertThat(score(reranker, "cat", "dog").usage().tokens()).isEqualTo(3);
	}

	@Test
	void withoutACacheEveryDocumentIsEncodedAgain() {
		Reranker reranker = new MaxSimReranker(this.encoder, 0);
		score(reranker, "cat", "dog");
		assertThat(score(reranker, "cat", "dog").values()).containsExactly(0);
		assertThat(this.encoder.calls()).filteredOn(documents("dog")::equals).hasSize(2);
	}

	@Test
	void noMoreBytesAreRememberedThanAllowed() {
		int bytesOfOne = 3 * Character.BYTES + 3 * LetterTokenEncoder.DIMENSIONS * Float.BYTES;
		Reranker reranker = new MaxSimReranker(this.encoder, 2L * bytesOfOne);
		score(reranker, "x", "dog", "cow", "ant", "bee");
		this.encoder.calls().clear();
		score(reranker, "x", "dog", "cow", "ant", "bee");
		assertThat(this.encoder.calls()).filteredOn((call) -> call.role() == TextRole.DOCUMENT)
			.flatExtracting(Call::texts)
			.hasSize(2);
	}

	@Test
	void manyDocumentsAreNotAllInMemoryAtOnce() {
		List<String> documents = IntStream.range(0, 2 * MaxSimReranker.MOST_AT_ONCE + 1)
			.mapToObj((i) -> "a" + "b".repeat(i))
			.toList();
		RerankScores scores = new MaxSimReranker(this.encoder, 0).score("a", documents);
		assertThat(scores.values()).hasSize(documents.size()).containsOnly(1);
		assertThat(scores.usage().tokens()).isEqualTo(1 + documents.stream().mapToInt(String::length).sum());
		assertThat(this.encoder.calls()).filteredOn((call) -> call.role() == TextRole.DOCUMENT)
			.extracting((call) -> call.texts().size())
			.containsExactly(MaxSimReranker.MOST_AT_ONCE, MaxSimReranker.MOST_AT_ONCE, 1);
	}

	@Test
	void noDocumentsGiveNoScores() {
		assertThat(score(reranker(), "cat").values()).isEmpty();
	}

	@Test
	void anEmptyDocumentScoresZero() {
		assertThat(score(reranker(), "cat", "", "c").values()).containsExactly(0, 1);
	}

	@Test
	void concurrentCallersGetTheirOwnScores() throws Exception {
		Reranker reranker = new MaxSimReranker(this.encoder, 1000);
		List<String> documents = IntStream.range('a', 'z' + 1).mapToObj(Character::toString).toList();
		ExecutorService callers = Executors.newFixedThreadPool(8);
		try {
			Stream<Callable<double[]>> calls = IntStream.range(0, 200)
				.mapToObj((i) -> () -> reranker.score(documents.get(i % 26), documents).values());
			List<Future<double[]>> results = callers.invokeAll(calls.toList());
			for (int i = 0; i < results.size(); i++) {
				double[] expected = new double[26];
				expected[i % 26] = 1;
				assertThat(results.get(i).get()).containsExactly(expected);
			}
		}
		finally {
			callers.shutdownNow();
		}
	}

	@Test
	void closingItClosesTheEncoder() {
		reranker().close();
		assertThat(this.encoder.closed()).isTrue();
	}

	@Test
	void itIsCalledAsItsModelIs() {
		assertThat(reranker().name()).isEqualTo("letter-tokens");
	}

	@Test
	void aCacheOfNegativeSizeIsRefused() {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> new MaxSimReranker(this.encoder, -1))
			.withMessageContaining("to hold -1 bytes");
	}

	private Reranker reranker() {
		return new MaxSimReranker(this.encoder);
	}

	private static RerankScores score(Reranker reranker, String query, String... documents) {
		return reranker.score(query, List.of(documents));
	}

	private static Call documents(String... texts) {
		return new Call(List.of(texts), TextRole.DOCUMENT);
	}

}
