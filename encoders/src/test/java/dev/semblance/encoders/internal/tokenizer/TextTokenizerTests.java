package dev.semblance.encoders.internal.tokenizer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.TextPair;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TextTokenizerTests {

	private static final int UNLIMITED = 1_000_000;

	private static final String WORDPIECE_WITHOUT_UNKNOWN_TOKEN = """
			{"version": "1.0", "truncation": null, "padding": null, "added_tokens": [], "normalizer": null,
			 "pre_tokenizer": {"type": "Whitespace"}, "post_processor": null, "decoder": null,
			 "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
			  "max_input_chars_per_word": 100, "vocab": {"a": 0}}}""";

	private static final String WITH_ADDED_UNKNOWN_TOKEN = """
			{"version": "1.0", "truncation": null, "padding": null,
			 "added_tokens": [{"id": 1, "content": "[UNK]", "special": true, "single_word": false, "lstrip": false,
			  "rstrip": false, "normalized": false}],
			 "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true,
			  "strip_accents": null, "lowercase": true},
			 "pre_tokenizer": {"type": "Whitespace"}, "post_processor": null, "decoder": null, "model": %s}""";

	@ParameterizedTest
	@MethodSource("modelsAndSides")
	void aLongTextIsCutAsIfAllOfItHadBeenTokenized(String model, boolean left) throws IOException {
		Random random = new Random(1);
		try (TextTokenizer tokenizer = open(model, left)) {
			for (int round = 0; round < 40; round++) {
				String text = words(random, 2_000);
				int maxLength = tokenizer.specialTokens() + random.nextInt(12);
				long[] all = tokenizer.tokenizeBare(List.of(text), UNLIMITED, left).get(0).ids();
				int kept = Math.min(all.length, maxLength - tokenizer.specialTokens());
				long[] cut = tokenizer.tokenizeBare(List.of(text), Math.max(1, kept), left).get(0).ids();
				assertThat(cut).isEqualTo(part(all, Math.max(1, kept), left));
				assertThat(own(tokenizer, tokenizer.tokenize(List.of(text), maxLength).get(0)))
					.isEqualTo(part(all, kept, left));
			}
		}
	}

	@ParameterizedTest
	@MethodSource("modelsAndSides")
	void aLongPairIsCutAsIfAllOfItHadBeenTokenized(String model, boolean left) throws IOException {
		Random random = new Random(2);
		try (TextTokenizer tokenizer = open(model, left)) {
			for (int round = 0; round < 60; round++) {
				String first = words(random, random.nextBoolean() ? 1_500 : 10);
				String second = words(random, random.nextBoolean() ? 1_500 : 10);
				int room = random.nextInt(12);
				long[] firstIds = tokenizer.tokenizeBare(List.of(first), UNLIMITED, left).get(0).ids();
				long[] secondIds = tokenizer.tokenizeBare(List.of(second), UNLIMITED, left).get(0).ids();
				PairTruncation lengths = PairTruncation.longestFirst(firstIds.length, secondIds.length, room);
				TokenizedText pair = tokenizer
					.tokenizePairs(List.of(new TextPair(first, second)), tokenizer.specialTokensOfPair() + room)
					.get(0);
				assertThat(own(tokenizer, pair)).as("%d tokens and %d in %d", firstIds.length, secondIds.length, room)
					.isEqualTo(IntStream
						.concat(ints(part(firstIds, lengths.first(), left)),
								ints(part(secondIds, lengths.second(), left)))
						.asLongStream()
						.toArray());
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "wordpiece", "byte-level", "unigram" })
	void tenMegabytesOfOneCharacterAreCut(String model) throws IOException {
		try (TextTokenizer tokenizer = open(model, false)) {
			TokenizedText text = tokenizer.tokenize(List.of("a".repeat(10_000_000)), 16).get(0);
			assertThat(text.ids()).hasSizeLessThanOrEqualTo(16)
				.startsWith(tokenizer.tokenize(List.of(""), 16).get(0).ids()[0]);
		}
	}

	@ParameterizedTest
	@MethodSource("modelsAndSides")
	void anyCharacterMayStandInATextManyTimes(String model, boolean left) throws IOException {
		try (TextTokenizer tokenizer = open(model, left)) {
			for (String character : List.of(" ", "\n", "\0", "\uD83D", "\uDE00", "\uFFFE", "\u0301", "\u202E")) {
				String text = character.repeat(20_000);
				assertThat(tokenizer.tokenize(List.of(text), 16).get(0).ids()).hasSizeLessThanOrEqualTo(16);
				assertThat(tokenizer.tokenizePairs(List.of(new TextPair(text, text)), 16).get(0).ids())
					.hasSizeLessThanOrEqualTo(16);
			}
		}
	}

	@Test
	void halfASurrogatePairCountsAsTheReplacementCharacter() throws IOException {
		try (TextTokenizer tokenizer = open("byte-level", false)) {
			List<TokenizedText> texts = tokenizer.tokenize(List.of("a\uD83D b", "a\uFFFD b", "a\uDE00 b"), 16);
			assertThat(texts.get(0).ids()).isEqualTo(texts.get(1).ids()).isEqualTo(texts.get(2).ids());
		}
	}

	/** Those that stand in the text, which has none of the others. */
	private static long[] own(TextTokenizer tokenizer, TokenizedText text) {
		long[] added = tokenizer.tokenizePairs(List.of(new TextPair("", "")), 10).get(0).ids();
		return Arrays.stream(text.ids())
			.filter((id) -> Arrays.stream(added).noneMatch((other) -> other == id))
			.toArray();
	}

	private static IntStream ints(long[] ids) {
		return Arrays.stream(ids).mapToInt((id) -> (int) id);
	}

	private static long[] part(long[] ids, int length, boolean end) {
		int start = end ? ids.length - length : 0;
		return Arrays.copyOfRange(ids, start, start + length);
	}

	/** Only of what every vocabulary knows. */
	private static String words(Random random, int most) {
		String[] words = { "the", "documents", "answer", "quick", "queries", "x.y", "fox," };
		String[] spaces = { " ", "  ", "\n" };
		return IntStream.range(0, random.nextInt(most))
			.mapToObj((i) -> words[random.nextInt(words.length)] + spaces[random.nextInt(spaces.length)])
			.collect(Collectors.joining());
	}

	private static Stream<Object[]> modelsAndSides() {
		return Stream.of("wordpiece", "byte-level", "unigram", "class-at-the-end")
			.flatMap((model) -> Stream.of(new Object[] { model, false }, new Object[] { model, true }));
	}

	private static TextTokenizer open(String model, boolean left) throws IOException {
		try (InputStream json = Objects
			.requireNonNull(TextTokenizerTests.class.getResourceAsStream("/tokenizer/" + model + ".json"))) {
			return TextTokenizer.open(json, new TokenizerSettings(false, left));
		}
	}

	@Test
	void aTextOfNoLengthLeavesRoomForSpecialTokensOnly() throws IOException {
		try (TextTokenizer tokenizer = open("wordpiece", false)) {
			assertThat(tokenizer.tokenize(List.of("the fox"), 2).get(0).ids()).containsExactly(2, 3);
			assertThatExceptionOfType(InvalidInputException.class)
				.isThrownBy(() -> tokenizer.tokenize(List.of("the fox"), 1))
				.withMessageContaining("cut to 1 tokens, and 2 are special");
			assertThatExceptionOfType(InvalidInputException.class)
				.isThrownBy(() -> tokenizer.tokenizePairs(List.of(new TextPair("the", "fox")), 2))
				.withMessageContaining("cut to 2 tokens, and 3 are special");
		}
	}

	@Test
	void aTokenizerThatCannotTakeAnUnknownWordIsRefused() {
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> open(WORDPIECE_WITHOUT_UNKNOWN_TOKEN))
			.withMessageContaining("[UNK]");
	}

	@ParameterizedTest
	@ValueSource(strings = { """
			{"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
			 "max_input_chars_per_word": 100, "vocab": {"a": 0}}""", """
			{"type": "WordLevel", "unk_token": "[UNK]", "vocab": {"a": 0}}""", """
			{"type": "Unigram", "unk_id": null, "vocab": [["a", -1.0]]}""", """
			{"type": "Unigram", "vocab": [["a", -1.0]]}""", """
			{"type": "BPE", "unk_token": "[UNK]", "vocab": {"a": 0}, "merges": []}""" })
	void aTokenForUnknownWordsMustBeTheModelsOwn(String model) {
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> open(WITH_ADDED_UNKNOWN_TOKEN.formatted(model)))
			.withMessageMatching("(?i).*unk.*");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, -1 })
	void aFileThatCutsTextsToNothingIsRefused(int maxLength) {
		String json = "{\"truncation\": {\"max_length\": %d}}".formatted(maxLength);
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> open(json))
			.withMessageContaining("cuts texts to %d tokens", maxLength);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"content\": \"[X]\"}", "{\"content\": \"[X]\", \"id\": -1}" })
	void anAddedTokenWithoutAnIdIsNamed(String token) {
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> open("{\"added_tokens\": [%s]}".formatted(token)))
			.withMessageContaining("added token \"[X]\" has no id");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[]", "null", "{", "{}", "{\"model\": 3}", "{\"model\": {\"vocab\": [[1, 2], 3]}}",
			"{\"normalizer\": {\"type\": \"Lower", "not json" })
	void aBrokenFileIsRefused(String json) {
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> open(json));
	}

	private static TextTokenizer open(String json) throws IOException {
		return TextTokenizer.open(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)),
				TokenizerSettings.DEFAULT);
	}

}
