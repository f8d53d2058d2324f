package dev.semblance.encoders.internal.tokenizer;

import java.util.List;

import dev.semblance.encoders.TextPair;

/**
 * What makes tokens of texts. Safe for concurrent callers.
 */
sealed interface TokenizerEngine extends AutoCloseable permits NativeEngine, WordPieceEngine {

	/**
	 * Leaves the other cores to those who need them more; else the texts of a large call
	 * are spread over all cores.
	 */
	void stayOnCallersThread();

	/** How many tokens every text gets beside its own. */
	int specialTokens();

	/** How many tokens every pair gets beside those of its texts. */
	int specialTokensOfPair();

	/**
	 * Tokenizes texts.
	 * @param texts the texts
	 * @param maxLength longest result in tokens, no less than there are special ones
	 * @param special whether to add special tokens
	 * @param left whether a long text loses its start instead of its end
	 */
	List<TokenizedText> tokenize(List<String> texts, int maxLength, boolean special, boolean left);

	/**
	 * Counts the tokens of whole texts.
	 * @param texts the texts
	 * @param special whether to count special tokens too
	 */
	List<Integer> count(List<String> texts, boolean special);

	/**
	 * Tokenizes pairs, with special tokens.
	 * @param pairs the pairs
	 * @param maxLength longest result in tokens, no less than there are special ones
	 * @param left whether a long text loses its start instead of its end
	 */
	List<TokenizedText> tokenizePairs(List<TextPair> pairs, int maxLength, boolean left);

	@Override
	void close();

}
