package dev.semblance.encoders.internal.tokenizer;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.OptionalInt;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.TextPair;
import dev.semblance.encoders.internal.tokenizer.TokenizerFile.OwnTruncation;
import org.jspecify.annotations.Nullable;

/**
 * Turns texts into token ids with a model's own {@code tokenizer.json}. Its truncation
 * and its padding are switched off, because such files carry limits that are not the
 * model's; {@link #tokenize} cuts to the limit it is given. The native library is not
 * loaded for a file that asks for BERT's tokenizer. Safe for concurrent callers.
 */
public final class TextTokenizer implements AutoCloseable {

	private final TokenizerEngine engine;

	private final Vocabulary vocabulary;

	private final @Nullable OwnTruncation ownTruncation;

	private final boolean truncateLeft;

	private TextTokenizer(TokenizerEngine engine, TokenizerFile file, boolean truncateLeft) {
		this.engine = engine;
		this.vocabulary = file.vocabulary();
		this.ownTruncation = file.truncation();
		this.truncateLeft = truncateLeft;
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
		TokenizerEngine engine = file.wordPiece().isPresent() ? new WordPieceEngine(file.wordPiece().get())
				: openNative(file);
		return new TextTokenizer(engine, file, settings.truncateLeft());
	}

	/**
	 * Opens a tokenizer that uses the native library even where it is not needed.
	 * @param json the {@code tokenizer.json}
	 * @param settings what the model's other files say
	 * @return a tokenizer that the caller must close
	 * @throws IOException if the file cannot be read or is not a tokenizer
	 */
	static TextTokenizer openNative(InputStream json, TokenizerSettings settings) throws IOException {
		TokenizerFile file = TokenizerFile.readForNative(json, settings.lowerCase());
		return new TextTokenizer(openNative(file), file, settings.truncateLeft());
	}

	private static NativeEngine openNative(TokenizerFile file) throws IOException {
		NativeTokenizer tokenizer = NativeTokenizer.open(file.json());
		try {
			return new NativeEngine(tokenizer);
		}
		catch (RuntimeException | Error ex) {
			tokenizer.close();
			throw ex;
		}
	}

	/** Whether texts go through the native library. */
	boolean usesNativeLibrary() {
		return this.engine instanceof NativeEngine;
	}

	/**
	 * Tokenizes on the thread of the caller alone, so that it does not take the cores
	 * from those who run models on them. Without this, the texts of a call are spread
	 * over all cores.
	 */
	public void stayOnCallersThread() {
		this.engine.stayOnCallersThread();
	}

	/**
	 * Returns how many tokens every text gets beside its own, such as CLS and SEP.
	 * @return the number
	 */
	public int specialTokens() {
		return this.engine.specialTokens();
	}

	/**
	 * Returns how many tokens every pair gets beside those of its texts.
	 * @return the number
	 */
	public int specialTokensOfPair() {
		return this.engine.specialTokensOfPair();
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
		requireRoom(maxLength, specialTokens());
		return this.engine.tokenize(texts, maxLength, true, this.truncateLeft);
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
		return this.engine.tokenize(texts, maxLength, false, left);
	}

	/**
	 * Counts the tokens of whole texts, special ones included.
	 * @param texts the texts
	 * @return the number of each, in the same order
	 */
	public List<Integer> count(List<String> texts) {
		return this.engine.count(texts, true);
	}

	/**
	 * Counts the tokens of whole texts without special ones.
	 * @param texts the texts
	 * @return the number of each, in the same order
	 */
	public List<Integer> countBare(List<String> texts) {
		return this.engine.count(texts, false);
	}

	/**
	 * Tokenizes pairs. Of a pair that is too long, the longer text is shortened.
	 * @param pairs the pairs
	 * @param maxLength longest result in tokens, special tokens included
	 * @return their tokens, in the same order
	 * @throws InvalidInputException if that is less than the special tokens
	 */
	public List<TokenizedText> tokenizePairs(List<TextPair> pairs, int maxLength) {
		requireRoom(maxLength, specialTokensOfPair());
		return this.engine.tokenizePairs(pairs, maxLength, this.truncateLeft);
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
		this.engine.close();
	}

}
