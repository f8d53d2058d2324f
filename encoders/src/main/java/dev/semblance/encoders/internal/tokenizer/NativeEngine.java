package dev.semblance.encoders.internal.tokenizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.semblance.encoders.TextPair;
import dev.semblance.encoders.internal.tokenizer.NativeTokenizer.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * Tokenizes with Hugging Face's library. Of very long texts it looks at no more than
 * decides which tokens are kept.
 */
final class NativeEngine implements TokenizerEngine {

	/** Bounds what the native side holds at a time. */
	private static final int TEXTS_PER_CALL = 256;

	private static final String[] EMPTY_TEXT = { "" };

	private static final String[] ONE_WORD = { "a" };

	private final NativeTokenizer tokenizer;

	private final int specialTokens;

	private final int specialTokensOfPair;

	private final boolean typed;

	/** Where special tokens stand around a text, if that is always the same. */
	private final @Nullable SpecialEnds specialEnds;

	/**
	 * Creates an engine.
	 * @param tokenizer the tokenizer, closed together with this
	 */
	NativeEngine(NativeTokenizer tokenizer) {
		this.tokenizer = tokenizer;
		this.specialTokens = tokenizer.encode(EMPTY_TEXT, true, (position, tokens) -> countSpecial(tokens)).get(0);
		this.specialTokensOfPair = tokenizer
			.encodePairs(EMPTY_TEXT, EMPTY_TEXT, (position, tokens) -> countSpecial(tokens))
			.get(0);
		this.typed = tokenizer
			.encode(EMPTY_TEXT, true, (position, tokens) -> Arrays.stream(tokens.types()).anyMatch((type) -> type != 0))
			.get(0);
		this.specialEnds = tokenizer.encode(ONE_WORD, true, (position, tokens) -> SpecialEnds.of(tokens.specialMask()))
			.get(0)
			.orElse(null);
	}

	private static int countSpecial(Tokens tokens) {
		return (int) Arrays.stream(tokens.specialMask()).sum();
	}

	@Override
	public void stayOnCallersThread() {
		this.tokenizer.stayOnCallersThread();
	}

	@Override
	public int specialTokens() {
		return this.specialTokens;
	}

	@Override
	public int specialTokensOfPair() {
		return this.specialTokensOfPair;
	}

	/**
	 * One at a time, so that no more than one text's tokens are held outside the heap.
	 */
	@Override
	public List<Integer> count(List<String> texts, boolean special) {
		List<Integer> counts = new ArrayList<>(texts.size());
		for (String text : texts) {
			String[] whole = { Excerpt.of(text, Long.MAX_VALUE, false).text() };
			counts.addAll(this.tokenizer.encode(whole, special, (position, tokens) -> tokens.ids().length));
		}
		return counts;
	}

	@Override
	public List<TokenizedText> tokenize(List<String> texts, int maxLength, boolean special, boolean left) {
		List<TokenizedText> tokenized = new ArrayList<>(texts.size());
		for (int start = 0; start < texts.size(); start += TEXTS_PER_CALL) {
			List<String> part = texts.subList(start, Math.min(texts.size(), start + TEXTS_PER_CALL));
			tokenized.addAll(tokenizePart(part, maxLength, special, left));
		}
		return tokenized;
	}

	private List<TokenizedText> tokenizePart(List<String> texts, int maxLength, boolean special, boolean left) {
		long characters = Excerpt.charactersFor(maxLength);
		List<Excerpt> excerpts = texts.stream().map((text) -> Excerpt.of(text, characters, left)).toList();
		List<TokenizedText> tokenized = this.tokenizer.encode(
				excerpts.stream().map(Excerpt::text).toArray(String[]::new), special,
				(position, tokens) -> read(tokens, maxLength, special, left));
		for (int i = 0; i < excerpts.size(); i++) {
			if (!excerpts.get(i).whole() && tokenized.get(i).untruncatedLength() < 2L * maxLength) {
				String[] whole = { Excerpt.of(texts.get(i), Long.MAX_VALUE, left).text() };
				tokenized.set(i,
						this.tokenizer
							.encode(whole, special, (position, tokens) -> read(tokens, maxLength, special, left))
							.get(0));
			}
		}
		return tokenized;
	}

	private TokenizedText read(Tokens tokens, int maxLength, boolean special, boolean left) {
		long[] ids = tokens.ids();
		long @Nullable [] types = this.typed ? tokens.types() : null;
		if (ids.length <= maxLength) {
			return new TokenizedText(ids, types, ids.length);
		}
		SpecialEnds ends = special ? this.specialEnds : SpecialEnds.NONE;
		if (ends != null) {
			return new TokenizedText(ends.cut(ids, maxLength, left),
					(types != null) ? ends.cut(types, maxLength, left) : null, ids.length);
		}
		// Only added tokens are special here, never those that the text spells out.
		long[] texts = Arrays.stream(tokens.specialMask()).map((mask) -> -mask).toArray();
		int specialCount = ids.length - TokenSelection.count(texts, 0);
		TokenSelection selection = new TokenSelection(texts, new PairTruncation(maxLength - specialCount, 0), left);
		return new TokenizedText(selection.of(ids), (types != null) ? selection.of(types) : null, ids.length);
	}

	@Override
	public List<TokenizedText> tokenizePairs(List<TextPair> pairs, int maxLength, boolean left) {
		PairTokenizer pairTokenizer = new PairTokenizer(this.tokenizer, maxLength, left);
		List<TokenizedText> tokenized = new ArrayList<>(pairs.size());
		for (int start = 0; start < pairs.size(); start += TEXTS_PER_CALL) {
			tokenized
				.addAll(pairTokenizer.tokenize(pairs.subList(start, Math.min(pairs.size(), start + TEXTS_PER_CALL))));
		}
		return tokenized;
	}

	@Override
	public void close() {
		this.tokenizer.close();
	}

}
