package dev.semblance.samples.search;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class ChunkerTests {

	private static final String FAMILY = "👨‍👩‍👧‍👦";

	@ParameterizedTest
	@MethodSource("texts")
	void noTextIsLost(String text) {
		int covered = 0;
		for (Chunk chunk : Chunker.chunks(text)) {
			assertThat(text.startsWith(chunk.text(), chunk.start())).isTrue();
			if (chunk.start() > covered) {
				assertThat(text.substring(covered, chunk.start())).isBlank();
			}
			covered = Math.max(covered, chunk.end());
		}
		assertThat(text.substring(covered)).isBlank();
	}

	@ParameterizedTest
	@MethodSource("texts")
	void noChunkIsTooLongOrBlank(String text) {
		assertThat(Chunker.chunks(text)).allSatisfy((chunk) -> {
			assertThat(chunk.text()).isNotBlank();
			assertThat(chunk.text().length()).isLessThanOrEqualTo(Chunker.MAX_LENGTH);
		});
	}

	@ParameterizedTest
	@MethodSource("texts")
	void everyChunkGoesOnBehindItsPredecessor(String text) {
		List<Chunk> chunks = Chunker.chunks(text);
		for (int i = 1; i < chunks.size(); i++) {
			assertThat(chunks.get(i).start()).isGreaterThan(chunks.get(i - 1).start());
			assertThat(chunks.get(i).end()).isGreaterThan(chunks.get(i - 1).end());
		}
	}

	@ParameterizedTest
	@MethodSource("texts")
	void noSurrogatePairIsSplit(String text) {
		assertThat(Chunker.chunks(text))
			.allMatch((chunk) -> !isInsidePair(text, chunk.start()) && !isInsidePair(text, chunk.end()));
	}

	private static boolean isInsidePair(String text, int position) {
		return position > 0 && position < text.length()
				&& Character.isSurrogatePair(text.charAt(position - 1), text.charAt(position));
	}

	@Test
	void aBlankTextHasNoChunks() {
		assertThat(Chunker.chunks(" \n\t ")).isEmpty();
	}

	@Test
	void aShortTextIsOneChunkWithoutTheBlanksAroundIt() {
		assertThat(Chunker.chunks("\n One line. \n")).containsExactly(new Chunk(2, "One line."));
	}

	@Test
	void proseIsCutBetweenSentencesAndOverlaps() {
		List<Chunk> chunks = Chunker.chunks(sentences(60));
		assertThat(chunks).hasSizeGreaterThan(2).allSatisfy((chunk) -> {
			assertThat(chunk.text()).startsWith("Sentence number");
			assertThat(chunk.text()).endsWith(".");
		});
		for (int i = 1; i < chunks.size(); i++) {
			assertThat(chunks.get(i - 1).end() - chunks.get(i).start()).isBetween(50, Chunker.MAX_OVERLAP);
		}
	}

	@Test
	void aBorderBetweenParagraphsIsPreferred() {
		String first = sentences(12);
		assertThat(first.length()).isBetween(500, 900);
		assertThat(Chunker.chunks(first + "\n\n" + sentences(20)).get(0).text()).isEqualTo(first);
	}

	@Test
	void aTextOfEmojiIsNotCutInsideOne() {
		assertThat(Chunker.chunks(FAMILY.repeat(500))).hasSizeGreaterThan(5)
			.allSatisfy((chunk) -> assertThat(chunk.text()).matches("(" + FAMILY + ")+"));
	}

	@Test
	void aHugeParagraphWithoutBlanksIsCutIntoFullChunks() {
		assertThat(Chunker.chunks("x".repeat(1_000_000))).hasSizeBetween(1_000, 1_500);
	}

	private static Stream<String> texts() {
		return Stream.concat(
				Stream.of("", " ", "a", "x".repeat(5_000), FAMILY.repeat(400), "\uD83D".repeat(3_000),
						"e" + "\u0301".repeat(4_000), sentences(200), sentences(200).replace(' ', '\n'),
						"日本語の文です。".repeat(600), "مرحبا بالعالم. ".repeat(300), "\r\n\r\n".repeat(2_000) + "end"),
				IntStream.range(0, 40).mapToObj(ChunkerTests::randomText));
	}

	private static String sentences(int count) {
		return IntStream.range(0, count)
			.mapToObj((i) -> "Sentence number %d says something that is not short.".formatted(i))
			.collect(Collectors.joining(" "));
	}

	private static String randomText(int seed) {
		String[] parts = { " ", " ", "\n\n", "\t", ". ", "! ", "word", "Word", "supercalifragilistic", "😀", FAMILY,
				"ß", "e\u0301", "文", "\u00A0", "\r\n\r\n", "x".repeat(700), " ".repeat(300) };
		Random random = new Random(seed);
		return random.ints(1_500, 0, parts.length).mapToObj((i) -> parts[i]).collect(Collectors.joining());
	}

}
