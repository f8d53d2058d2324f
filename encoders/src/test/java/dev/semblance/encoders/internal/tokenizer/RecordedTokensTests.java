package dev.semblance.encoders.internal.tokenizer;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import dev.semblance.encoders.TextPair;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares with what the Python package {@code tokenizers} makes of the same texts, as
 * recorded by {@code tools/reference/record_tokens.py}.
 */
class RecordedTokensTests {

	private static final JsonNode RECORDED = read();

	@ParameterizedTest
	@MethodSource("cases")
	void textsAndPairsBecomeTheTokensOfTheReference(String model, JsonNode recorded) throws IOException {
		TokenizerSettings settings = new TokenizerSettings(recorded.get("lower_case").asBoolean(),
				recorded.get("left").asBoolean());
		try (TextTokenizer tokenizer = open(model, settings)) {
			for (int i = 0; i < recorded.get("texts").size(); i++) {
				JsonNode input = recorded.get("texts").get(i);
				JsonNode expected = recorded.get("expected").get(i);
				TokenizedText tokenized = tokenize(tokenizer, recorded, input);
				assertThat(tokenized.ids()).as("ids of %s", input).isEqualTo(longs(expected.get(0)));
				if (expected.get(1).isArray()) {
					assertThat(types(tokenized)).as("types of %s", input).isEqualTo(longs(expected.get(1)));
				}
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "wordpiece", "byte-level", "unigram", "class-at-the-end", "no-special-tokens" })
	void bareTextsAreCutAsTheFileSays(String model) throws IOException {
		List<String> texts = new ArrayList<>();
		RECORDED.get("texts").forEach((text) -> texts.add(text.asString()));
		try (TextTokenizer tokenizer = open(model, TokenizerSettings.DEFAULT)) {
			assertThat(tokenizer.tokenizeBare(texts, tokenizer.ownMaxLength(), tokenizer.ownTruncateLeft())
				.stream()
				.map(TokenizedText::ids))
				.containsExactlyElementsOf(RECORDED.get("models")
					.get(model)
					.get("bare_own")
					.valueStream()
					.map(RecordedTokensTests::longs)
					.toList());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "wordpiece", "byte-level", "unigram", "class-at-the-end", "no-special-tokens" })
	void theVocabularyIsThatOfTheReference(String model) throws IOException {
		JsonNode recorded = RECORDED.get("models").get(model);
		List<Long> special = Arrays.stream(longs(recorded.get("special"))).boxed().toList();
		try (TextTokenizer tokenizer = open(model, TokenizerSettings.DEFAULT)) {
			assertThat(tokenizer.vocabularySize()).isEqualTo(recorded.get("size").asInt());
			assertThat(tokenizer.specialTokens()).isEqualTo(recorded.get("special_tokens").asInt());
			assertThat(tokenizer.specialTokensOfPair()).isEqualTo(recorded.get("special_tokens_of_pair").asInt());
			assertThat(LongStream.range(0, tokenizer.vocabularySize()).filter((id) -> tokenizer.isSpecial((int) id)))
				.containsExactlyElementsOf(special);
			recorded.get("ids").properties().forEach((entry) -> {
				int id = entry.getValue().asInt();
				assertThat(tokenizer.idOf(entry.getKey())).as(entry.getKey()).hasValue(id);
				assertThat(tokenizer.tokenOf(id)).isEqualTo(entry.getKey());
			});
		}
	}

	private static TokenizedText tokenize(TextTokenizer tokenizer, JsonNode recorded, JsonNode input) {
		String kind = recorded.get("kind").asString();
		if (kind.equals("pair")) {
			TextPair pair = new TextPair(input.get(0).asString(), input.get(1).asString());
			return tokenizer.tokenizePairs(List.of(pair), input.get(2).asInt()).get(0);
		}
		List<String> texts = List.of(RECORDED.get("texts").get(input.get(0).asInt()).asString());
		int maxLength = input.get(1).asInt();
		return (kind.equals("bare") ? tokenizer.tokenizeBare(texts, maxLength, recorded.get("left").asBoolean())
				: tokenizer.tokenize(texts, maxLength))
			.get(0);
	}

	private static Stream<Object[]> cases() {
		return RECORDED.get("models")
			.propertyStream()
			.flatMap((model) -> model.getValue()
				.get("cases")
				.valueStream()
				.map((recorded) -> new Object[] { model.getKey(), recorded }));
	}

	private static long[] types(TokenizedText text) {
		long[] types = text.types();
		return (types != null) ? types : new long[text.ids().length];
	}

	private static long[] longs(JsonNode array) {
		return array.valueStream().mapToLong(JsonNode::asLong).toArray();
	}

	private static TextTokenizer open(String model, TokenizerSettings settings) throws IOException {
		try (InputStream json = resource(model + ".json")) {
			return TextTokenizer.open(json, settings);
		}
	}

	private static JsonNode read() {
		return JsonMapper.shared().readTree(resource("expected.json"));
	}

	private static InputStream resource(String name) {
		return Objects.requireNonNull(RecordedTokensTests.class.getResourceAsStream("/tokenizer/" + name), name);
	}

}
