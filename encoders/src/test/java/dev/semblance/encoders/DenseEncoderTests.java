package dev.semblance.encoders;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

/**
 * The dense encoder with the real weights of MiniLM.
 */
class DenseEncoderTests {

	private static final String MODEL = "sentence-transformers/all-MiniLM-L6-v2";

	private static DenseEncoder encoder;

	@BeforeAll
	static void load() {
		encoder = build(DenseEncoder.builder(MODEL));
	}

	@AfterAll
	static void close() {
		encoder.close();
	}

	@Test
	void threeSentencesHaveThePublishedSimilarities() {
		List<float[]> vectors = encoder.encodeDocuments(
				List.of("The weather is lovely today.", "It's so sunny outside!", "He drove to the stadium."));
		assertThat(similarity(vectors.get(0), vectors.get(1))).isCloseTo(0.6660, within(5e-5));
		assertThat(similarity(vectors.get(0), vectors.get(2))).isCloseTo(0.1046, within(5e-5));
		assertThat(similarity(vectors.get(1), vectors.get(2))).isCloseTo(0.1411, within(5e-5));
		assertThat(similarity(vectors.get(0), vectors.get(0))).isCloseTo(1, within(1e-6));
	}

	@Test
	void theTokenizerFilesOwnLimitOf128TokensDoesNotWin() {
		String start = String.join(" ", Collections.nCopies(126, "river"));
		String whole = start + " " + String.join(" ", Collections.nCopies(124, "engine"));
		DenseEncoding encoding = encoder.encode(List.of(start, whole), TextRole.PLAIN);
		assertThat(encoding.usage()).isEqualTo(new TokenUsage(128 + 252, 0));
		assertThat(similarity(encoding.vectors().get(0), encoding.vectors().get(1))).isLessThan(0.95);
	}

	@Test
	void whatIsCutOffIsCountedAndHasNoPartInTheVector() {
		String fits = String.join(" ", Collections.nCopies(254, "river"));
		DenseEncoding encoding = encoder.encode(List.of(fits, fits + " engine", "short"), TextRole.PLAIN);
		assertThat(encoding.usage().truncatedTexts()).isEqualTo(1);
		assertThat(encoding.vectors().get(1)).containsExactly(encoding.vectors().get(0), Offset.offset(1e-5f));
	}

	@Test
	void aTextThatIsTooLongFailsTheCallIfTruncationIsForbidden() {
		try (DenseEncoder strict = build(DenseEncoder.builder(MODEL).truncation(Truncation.FAIL).maxLength(8))) {
			assertThat(strict.encodeQuery("six tokens fit in this")).hasSize(384);
			assertThatExceptionOfType(InvalidInputException.class)
				.isThrownBy(() -> strict.encodeDocuments(List.of("short", "these eight words do not all fit in")))
				.withMessageContaining("Text 2 of 2 has at least 10 tokens")
				.withMessageContaining("8 at most");
		}
	}

	@Test
	void tokensAreCountedOfTheWholeTextAndWithTheSpecialOnes() {
		String fits = String.join(" ", Collections.nCopies(254, "river"));
		assertThat(
				encoder.countTokens(List.of("", "river", fits, fits + " engine", fits + " " + fits), TextRole.DOCUMENT))
			.containsExactly(2, 3, 256, 257, 510);
	}

	@ParameterizedTest
	@MethodSource("hostileTexts")
	void countedAreAsManyTokensAsAreRun(String text) {
		int counted = encoder.countTokens(List.of(text), TextRole.PLAIN).get(0);
		assertThat(encoder.encode(List.of(text), TextRole.PLAIN).usage().tokens()).isEqualTo(Math.min(counted, 256));
	}

	@ParameterizedTest
	@MethodSource("hostileTexts")
	void anyStringHasAVectorOfUnitLength(String text) {
		float[] vector = encoder.encode(List.of(text), TextRole.PLAIN).vectors().get(0);
		assertThat(SimilarityFunction.DOT.between(vector, vector)).isCloseTo(1, within(1e-5));
	}

	static Stream<String> hostileTexts() {
		return Stream.of("", " ", "\0", "a\0b", "\ud83c", "\udf55 alone", "pizza \ud83c\udf55", "\ud83c".repeat(1000),
				"\u202eright to left \u05d0\u05d1", "\uffff\ufffe", "[CLS] [SEP] [PAD] [MASK] [UNK]", "##ing ##",
				"\u0301".repeat(5000), "a".repeat(100_000), "\n\t\r\u000b\u0085\u2028", "<script>'\";--\\");
	}

	@Test
	void tenMegabytesHaveTheVectorOfTheirStart() {
		String text = "ten megabytes of words ".repeat(450_000);
		DenseEncoding encoding = encoder.encode(List.of(text, text.substring(0, 5_000)), TextRole.PLAIN);
		assertThat(encoding.vectors().get(0)).containsExactly(encoding.vectors().get(1), Offset.offset(1e-5f));
		assertThat(encoding.usage().truncatedTexts()).isEqualTo(2);
	}

	@Test
	void wordsBehindAMegabyteOfBlanksAreStillFound() {
		String text = "start" + " ".repeat(1_000_000) + "end";
		DenseEncoding encoding = encoder.encode(List.of(text, "start end"), TextRole.PLAIN);
		assertThat(encoding.vectors().get(0)).containsExactly(encoding.vectors().get(1), Offset.offset(1e-5f));
		assertThat(encoding.usage()).isEqualTo(new TokenUsage(8, 0));
	}

	@Test
	void noTextsHaveNoVectors() {
		assertThat(encoder.encode(List.of(), TextRole.DOCUMENT))
			.isEqualTo(new DenseEncoding(List.of(), TokenUsage.NONE));
	}

	@Test
	void aTextThatIsNullIsNamed() {
		List<String> texts = new ArrayList<>(List.of("one"));
		texts.add(null);
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> encoder.encodeDocuments(texts))
			.withMessageContaining("Text 2 of 2 is null");
	}

	@Test
	void promptsGoBeforeTheTextsOfTheirRole() {
		try (DenseEncoder prompted = build(
				DenseEncoder.builder(MODEL).prompt("query", "ask: ").prompt("passage", "found: "))) {
			assertThat(prompted.encodeQuery("rain")).containsExactly(encoder.encodeQuery("ask: rain"));
			assertThat(prompted.encodeDocuments(List.of("rain")).get(0))
				.containsExactly(encoder.encodeQuery("found: rain"));
			assertThat(prompted.encode(List.of("rain"), TextRole.PLAIN).vectors().get(0))
				.containsExactly(encoder.encodeQuery("rain"));
		}
	}

	@Test
	void concurrentCallersGetTheVectorsOfACallerAlone() throws Exception {
		List<String> texts = Stream.iterate(1, (n) -> n + 1).limit(20).map((n) -> "word ".repeat(n * n % 31)).toList();
		List<float[]> alone = encoder.encodeDocuments(texts);
		ExecutorService callers = Executors.newFixedThreadPool(8);
		try {
			Callable<List<float[]>> call = () -> encoder.encodeDocuments(texts);
			for (Future<List<float[]>> result : callers.invokeAll(Collections.nCopies(12, call))) {
				for (int i = 0; i < texts.size(); i++) {
					assertThat(result.get().get(i)).containsExactly(alone.get(i), Offset.offset(1e-5f));
				}
			}
		}
		finally {
			callers.shutdownNow();
		}
	}

	@Test
	void aClosedEncoderSaysSo() {
		DenseEncoder closed = build(DenseEncoder.builder(MODEL));
		closed.close();
		closed.close();
		assertThatIllegalStateException().isThrownBy(() -> closed.encodeQuery("anyone there?"))
			.withMessageContaining("is closed");
	}

	@Test
	void closingDuringCallsEndsEachWithItsVectorsOrASentence() throws Exception {
		DenseEncoder closing = build(DenseEncoder.builder(MODEL));
		ExecutorService callers = Executors.newFixedThreadPool(4);
		try {
			Callable<Boolean> call = () -> {
				try {
					return closing.encodeDocuments(Collections.nCopies(8, "a text of a few words")).size() == 8;
				}
				catch (IllegalStateException ex) {
					return String.valueOf(ex.getMessage()).contains("is closed");
				}
			};
			List<Future<Boolean>> outcomes = new ArrayList<>();
			for (int i = 0; i < 40; i++) {
				outcomes.add(callers.submit(call));
			}
			outcomes.get(2).get();
			closing.close();
			for (Future<Boolean> outcome : outcomes) {
				assertThat(outcome.get()).isTrue();
			}
		}
		finally {
			callers.shutdownNow();
		}
	}

	private static DenseEncoder build(DenseEncoderBuilder builder) {
		return builder.device(new Device.Cpu()).build();
	}

	private static double similarity(float[] left, float[] right) {
		return SimilarityFunction.COSINE.between(left, right);
	}

}
