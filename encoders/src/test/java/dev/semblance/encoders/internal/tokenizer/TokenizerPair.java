package dev.semblance.encoders.internal.tokenizer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import dev.semblance.encoders.TextPair;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The tokenizer in Java and the native one of the same file, which must not differ.
 */
final class TokenizerPair implements AutoCloseable {

	private static final int PART = 2048;

	private final TextTokenizer java;

	private final TextTokenizer reference;

	TokenizerPair(byte[] json, TokenizerSettings settings) throws IOException {
		this.java = TextTokenizer.open(new ByteArrayInputStream(json), settings);
		this.reference = TextTokenizer.openNative(new ByteArrayInputStream(json), settings);
		assertThat(this.java.usesNativeLibrary()).as("use of the native library").isFalse();
		assertThat(this.reference.usesNativeLibrary()).isTrue();
		assertThat(this.java.specialTokens()).isEqualTo(this.reference.specialTokens());
		assertThat(this.java.specialTokensOfPair()).isEqualTo(this.reference.specialTokensOfPair());
	}

	static TokenizerPair of(String json) throws IOException {
		return new TokenizerPair(json.getBytes(StandardCharsets.UTF_8), TokenizerSettings.DEFAULT);
	}

	TextTokenizer java() {
		return this.java;
	}

	void agreeOn(List<String> texts, int maxLength) {
		for (int start = 0; start < texts.size(); start += PART) {
			List<String> part = texts.subList(start, Math.min(texts.size(), start + PART));
			agree(part, this.java.tokenize(part, maxLength), this.reference.tokenize(part, maxLength));
		}
	}

	void agreeOnBare(List<String> texts, int maxLength, boolean left) {
		agree(texts, this.java.tokenizeBare(texts, maxLength, left),
				this.reference.tokenizeBare(texts, maxLength, left));
	}

	void agreeOnCounts(List<String> texts) {
		assertThat(this.java.count(texts)).isEqualTo(this.reference.count(texts));
		assertThat(this.java.countBare(texts)).isEqualTo(this.reference.countBare(texts));
	}

	/** How long they were before is not compared: the native side looks at excerpts. */
	void agreeOnPairs(List<TextPair> pairs, int maxLength) {
		List<TokenizedText> expected = this.reference.tokenizePairs(pairs, maxLength);
		List<TokenizedText> actual = this.java.tokenizePairs(pairs, maxLength);
		for (int i = 0; i < pairs.size(); i++) {
			if (!Arrays.equals(expected.get(i).ids(), actual.get(i).ids())
					|| !Arrays.equals(expected.get(i).types(), actual.get(i).types())) {
				throw new AssertionError("%s %s in %d tokens: expected %s but was %s".formatted(
						escaped(pairs.get(i).first()), escaped(pairs.get(i).second()), maxLength,
						described(expected.get(i)), described(actual.get(i))));
			}
		}
	}

	private void agree(List<String> texts, List<TokenizedText> actual, List<TokenizedText> expected) {
		assertThat(actual).hasSameSizeAs(expected);
		for (int i = 0; i < texts.size(); i++) {
			TokenizedText right = expected.get(i);
			if (!Arrays.equals(right.ids(), actual.get(i).ids()) || !Arrays.equals(right.types(), actual.get(i).types())
					|| right.untruncatedLength() != actual.get(i).untruncatedLength()) {
				throw new AssertionError("%s: expected %s but was %s".formatted(escaped(texts.get(i)), described(right),
						described(actual.get(i))));
			}
		}
	}

	private String described(TokenizedText text) {
		return Arrays.stream(text.ids())
			.mapToObj((id) -> escaped(String.valueOf(this.java.tokenOf((int) id))))
			.collect(Collectors.joining(" ")) + " of " + text.untruncatedLength() + ", types "
				+ Arrays.toString(text.types());
	}

	private static String escaped(String text) {
		return text.chars()
			.mapToObj((unit) -> (unit > ' ' && unit < 0x7F) ? String.valueOf((char) unit) : "\\u%04X".formatted(unit))
			.collect(Collectors.joining());
	}

	@Override
	public void close() {
		this.java.close();
		this.reference.close();
	}

}
