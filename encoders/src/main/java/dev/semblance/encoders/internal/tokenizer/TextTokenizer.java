package dev.semblance.encoders.internal.tokenizer;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.TextPair;
import dev.semblance.encoders.internal.tokenizer.NativeTokenizer.Tokens;
import dev.semblance.encoders.internal.tokenizer.TokenizerFile.OwnTruncation;
import org.jspecify.annotations.Nullable;

/**
 * Turns texts into token ids with a model's own {@code tokenizer.json}. Its truncation
 * and its padding are switched off, because such files carry limits that are not the
 * model's; {@link #tokenize} cuts to the limit it is given. Safe for concurrent callers.
 */
public final class TextTokenizer implements AutoCloseable {

	/** Bounds what the native side holds at a time. */
	private static final int TEXTS_PER_CALL = 256;

	private static final String[] EMPTY_TEXT = { "" };

	private static final String[] ONE_WORD = { "a" };

	private final NativeTokenizer tokenizer;

	private final Vocabulary vocabulary;

	private final @Nullable OwnTruncation ownTruncation;

	private final boolean truncateLeft;

	private final int specialTokens;

	private final int specialTokensOfPair;

	private final boolean typed;

	/** Where special tokens stand around a text, if that is always the same. */
	private final @Nullable SpecialEnds specialEnds;

	private TextTokenizer(NativeTokenizer tokenizer, TokenizerFile file, boolean truncateLeft) {
		this.tokenizer = tokenizer;
		this.vocabulary = file.vocabulary();
		this.ownTruncation = file.truncation();
		this.truncateLeft = truncateLeft;
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

	/**
	 * Opens a tokenizer.
	 * @param json the {@code tokenizer.json}
	 * @return a tokenizer that the caller must close
	 * @throws IOException if the file cannot be read or is not a tokenizer
	 */
	public static TextTokenizer open(InputStream json) throws IOException {
		return open(json, TokenizerSettings.DEFAULT);
	}

	/**
	 * Opens a tokenizer.
	 * @param json the {@code tokenizer.json}
	 * @param settings what the model's other files say
	 * @return a tokenizer that the caller must close
	 * @throws IOException if the file cannot be read or is not a tokenizer
	 */
	public static TextTokenizer open(InputStream json, TokenizerSettings settings) throws IOException {
		TokenizerFile file = TokenizerFile.read(json, settings.lowerCase());
		NativeTokenizer tokenizer = NativeTokenizer.open(file.json());
		try {
			return new TextTokenizer(tokenizer, file, settings.truncateLeft());
		}
		catch (RuntimeException | Error ex) {
			tokenizer.close();
			throw ex;
		}
	}

	/**
	 * Tokenizes on the thread of the caller alone, so that it does not take the cores
	 * from those who run models on them. Without this, the texts of a call are spread
	 * over all cores.
	 */
	public void stayOnCallersThread() {
		this.tokenizer.stayOnCallersThread();
	}

	/**
	 * Returns how many tokens every text gets beside its own, such as CLS and SEP.
	 * @return the number
	 */
	public int specialTokens() {
		return this.specialTokens;
	}

	/**
	 * Returns how many tokens every pair gets beside those of its texts.
	 * @return the number
	 */
	public int specialTokensOfPair() {
		return this.specialTokensOfPair;
	}

	/**
	 * Returns the size of the vocabulary, added tokens included.
	 * @return the number of tokens
	 */
	public int vocabularySize() {
		return this.vocabulary.size();
	}

	/**
	 * Finds a token in the vocabulary.
	 * @param token the token as the vocabulary spells it
	 * @return its id, if it is there
	 */
	public OptionalInt idOf(String token) {
		return this.vocabulary.idOf(token);
	}

	/**
	 * Names a token.
	 * @param id its id
	 * @return the token as the vocabulary spells it, or {@code null} if there is none of
	 * that id
	 */
	public @Nullable String tokenOf(int id) {
		return this.vocabulary.tokenOf(id);
	}

	/**
	 * Tells whether a token is special, such as CLS, SEP and MASK.
	 * @param id its id
	 * @return whether the {@code tokenizer.json} calls it special
	 */
	public boolean isSpecial(int id) {
		return this.vocabulary.isSpecial(id);
	}

	/**
	 * Returns the limit that stands in the {@code tokenizer.json}.
	 * @return most tokens of a text, {@link Integer#MAX_VALUE} without a limit
	 */
	public int ownMaxLength() {
		return (this.ownTruncation != null) ? this.ownTruncation.maxLength() : Integer.MAX_VALUE;
	}

	/**
	 * Tokenizes texts.
	 * @param texts the texts
	 * @param maxLength longest result in tokens, special tokens included
	 * @return their tokens, in the same order
	 * @throws InvalidInputException if that is less than the special tokens
	 */
	public List<TokenizedText> tokenize(List<String> texts, int maxLength) {
		requireRoom(maxLength, this.specialTokens);
		return tokenize(texts, maxLength, true, this.truncateLeft);
	}

	/**
	 * Returns which end of a long text is cut by what stands in the
	 * {@code tokenizer.json}.
	 * @return whether it is the start
	 */
	public boolean ownTruncateLeft() {
		return this.ownTruncation != null && this.ownTruncation.left();
	}

	/**
	 * Tokenizes texts without adding special tokens.
	 * @param texts the texts
	 * @param maxLength longest result in tokens
	 * @param left whether a long text loses its start instead of its end
	 * @return their tokens, in the same order
	 */
	public List<TokenizedText> tokenizeBare(List<String> texts, int maxLength, boolean left) {
		return tokenize(texts, maxLength, false, left);
	}

	/**
	 * Counts the tokens of whole texts, special ones included.
	 * @param texts the texts
	 * @return the number of each, in the same order
	 */
	public List<Integer> count(List<String> texts) {
		return count(texts, true);
	}

	/**
	 * Counts the tokens of whole texts without special ones.
	 * @param texts the texts
	 * @return the number of each, in the same order
	 */
	public List<Integer> countBare(List<String> texts) {
		return count(texts, false);
	}

	/**
	 * One at a time, so that no more than one text's tokens are held outside the heap.
	 */
	private List<Integer> count(List<String> texts, boolean special) {
		List<Integer> counts = new ArrayList<>(texts.size());
		for (String text : texts) {
			String[] whole = { Excerpt.of(text, Long.MAX_VALUE, false).text() };
			counts.addAll(this.tokenizer.encode(whole, special, (position, tokens) -> tokens.ids().length));
		}
		return counts;
	}

	private List<TokenizedText> tokenize(List<String> texts, int maxLength, boolean special, boolean left) {
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

	/**
	 * Tokenizes pairs. Of a pair that is too long, the longer text is shortened.
	 * @param pairs the pairs
	 * @param maxLength longest result in tokens, special tokens included
	 * @return their tokens, in the same order
	 * @throws InvalidInputException if that is less than the special tokens
	 */
	public List<TokenizedText> tokenizePairs(List<TextPair> pairs, int maxLength) {
		requireRoom(maxLength, this.specialTokensOfPair);
		PairTokenizer pairTokenizer = new PairTokenizer(this.tokenizer, maxLength, this.truncateLeft);
		List<TokenizedText> tokenized = new ArrayList<>(pairs.size());
		for (int start = 0; start < pairs.size(); start += TEXTS_PER_CALL) {
			tokenized
				.addAll(pairTokenizer.tokenize(pairs.subList(start, Math.min(pairs.size(), start + TEXTS_PER_CALL))));
		}
		return tokenized;
	}

	private static void requireRoom(int maxLength, int specialTokens) {
		if (maxLength < specialTokens) {
			throw new InvalidInputException(
					"A text is to be cut to %d tokens, and %d are special.".formatted(maxLength, specialTokens),
					"Leave room for the special tokens, and for at least one token of the text.");
		}
	}

	@Override
	public void close() {
		this.tokenizer.close();
	}

}
