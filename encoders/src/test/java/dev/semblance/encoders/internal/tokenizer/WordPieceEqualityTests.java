package dev.semblance.encoders.internal.tokenizer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.semblance.encoders.TextPair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The tokenizer in Java gives the ids that the native library gives, whatever the text.
 */
class WordPieceEqualityTests {

	private static final long SEED = 20_260_731;

	private static final int STRINGS = 100_000;

	@ParameterizedTest
	@ValueSource(strings = { "all-minilm-l6-v2", "bge-small-en-v1.5" })
	void realVocabulariesGiveTheSameTokensForAHundredThousandStrings(String model) throws IOException {
		SampleStrings samples = new SampleStrings(SEED);
		try (TokenizerPair pair = new TokenizerPair(model(model), TokenizerSettings.DEFAULT)) {
			List<String> words = IntStream.range(1000, pair.java().vocabularySize())
				.mapToObj((id) -> Objects.requireNonNull(pair.java().tokenOf(id)))
				.toList();
			List<String> texts = new ArrayList<>(samples.ofEveryScript(400));
			texts.addAll(samples.sentences(words, 20_000));
			texts.addAll(samples.fuzzed(30_000));
			texts.addAll(samples.longOnes(500));
			assertThat(new HashSet<>(texts)).hasSizeGreaterThanOrEqualTo(STRINGS);
			pair.agreeOn(texts, 128);
		}
	}

	@ParameterizedTest
	@MethodSource("normalizers")
	void everyAssignedCharacterIsTreatedTheSame(boolean clean, boolean chinese, boolean strip, boolean lower,
			boolean lowerFirst) throws IOException {
		SampleStrings samples = new SampleStrings(SEED + 1);
		String json = TokenizerJson.bert(everyCharacterTwice(),
				(root) -> ((ObjectNode) root.get("normalizer")).put("clean_text", clean)
					.put("handle_chinese_chars", chinese)
					.put("strip_accents", strip)
					.put("lowercase", lower));
		try (TokenizerPair pair = new TokenizerPair(json.getBytes(StandardCharsets.UTF_8),
				new TokenizerSettings(lowerFirst, false))) {
			pair.agreeOn(SampleStrings.everyCharacter(0, 0x20000), 512);
			pair.agreeOn(SampleStrings.everyCharacter(0x2F000, 0x32000), 512);
			pair.agreeOn(SampleStrings.everyCharacter(0xE0000, 0xE0200), 512);
			pair.agreeOn(samples.ofEveryScript(20), 512);
			pair.agreeOn(samples.fuzzed(3_000), 512);
			pair.agreeOn(samples.marked(3_000), 512);
			pair.agreeOn(samples.longOnes(50), 512);
		}
	}

	@ParameterizedTest
	@CsvSource({ "false", "true" })
	void textsArePairedAndCutTheSame(boolean left) throws IOException {
		Random random = new Random(SEED);
		SampleStrings samples = new SampleStrings(SEED + 2);
		List<String> texts = new ArrayList<>(samples.fuzzed(300));
		texts.addAll(samples.ofEveryScript(2));
		texts.addAll(List.of("", " ", "a", "\0", "[SEP]"));
		texts.add("fox ".repeat(3_000));
		texts.add("x".repeat(9_000) + " y");
		texts.add("z " + "\u4E2D".repeat(9_000));
		texts.add(" ".repeat(9_000) + "word".repeat(3) + " ".repeat(9_000));
		texts.add("the\uD83D ".repeat(2_000) + "\uDE00".repeat(5_000));
		try (TokenizerPair pair = new TokenizerPair(model("all-minilm-l6-v2"), new TokenizerSettings(false, left))) {
			for (int maxLength : new int[] { 2, 3, 4, 7, 16, 100, 1_000_000 }) {
				pair.agreeOn(texts, maxLength);
				pair.agreeOnBare(texts, maxLength, left);
				pair.agreeOnBare(texts, maxLength, !left);
				int room = Math.max(maxLength, 3);
				pair.agreeOnPairs(IntStream.range(0, 300)
					.mapToObj((i) -> new TextPair(texts.get(random.nextInt(texts.size())),
							texts.get(random.nextInt(texts.size()))))
					.toList(), room);
			}
			pair.agreeOnCounts(texts);
		}
	}

	@Test
	void hugeTextsAreCutTheSame() throws IOException {
		try (TokenizerPair pair = new TokenizerPair(model("all-minilm-l6-v2"), TokenizerSettings.DEFAULT)) {
			pair.agreeOn(List.of("a" + "\uD840\uDC00".repeat(600_000)), 16);
			pair.agreeOnBare(List.of("a.".repeat(500_001)), 16, true);
		}
	}

	@Test
	void noCharacterIsForgotten() throws IOException {
		try (TokenizerPair pair = new TokenizerPair(model("all-minilm-l6-v2"), TokenizerSettings.DEFAULT)) {
			pair.agreeOn(SampleStrings.everyCharacter(0, Character.MAX_CODE_POINT), 512);
		}
	}

	/** Clean text, Chinese characters, accents, lower case, lower case before all. */
	private static Stream<Object[]> normalizers() {
		return Stream.of(new Object[] { true, true, true, true, false },
				new Object[] { true, true, true, false, false }, new Object[] { true, true, false, true, false },
				new Object[] { true, true, false, false, false }, new Object[] { true, false, true, true, false },
				new Object[] { false, true, true, true, false }, new Object[] { false, false, false, false, true },
				new Object[] { true, true, true, false, true });
	}

	/**
	 * Each within a word and at its start, so that none can take the place of another.
	 */
	private static List<String> everyCharacterTwice() {
		return IntStream.concat(IntStream.range(0, 0x20000), IntStream.range(0x2F800, 0x2FA20))
			.filter((character) -> Character.getType(character) != Character.SURROGATE
					&& Character.getType(character) != Character.PRIVATE_USE)
			.mapToObj(Character::toString)
			.flatMap((character) -> Stream.of(character, "##" + character))
			.toList();
	}

	private static byte[] model(String name) throws IOException {
		String resource = "/" + name + "-tokenizer.json";
		try (InputStream json = WordPieceEqualityTests.class.getResourceAsStream(resource)) {
			return Objects.requireNonNull(json, resource).readAllBytes();
		}
	}

}
