package dev.semblance.encoders.internal.transformer;

import java.util.List;
import java.util.function.ToIntFunction;

import dev.semblance.encoders.TokenUsage;
import dev.semblance.encoders.internal.scheduler.TextSource;
import dev.semblance.encoders.internal.tokenizer.TokenizedText;

/**
 * Tokenizes a call's texts bit by bit, on the caller's thread. Not safe for concurrent
 * use.
 *
 * @param <I> a text or a pair
 */
final class TokenizingSource<I> implements TextSource {

	private static final int MOST_TEXTS = 64;

	/** So that one call for huge texts does not hold the tokens of many. */
	private static final int MOST_CHARACTERS = 1 << 18;

	private final List<I> texts;

	private final ToIntFunction<I> characters;

	private final PartTokenizer<I> tokenizer;

	private int next;

	private TokenUsage usage = TokenUsage.NONE;

	TokenizingSource(List<I> texts, ToIntFunction<I> characters, PartTokenizer<I> tokenizer) {
		this.texts = texts;
		this.characters = characters;
		this.tokenizer = tokenizer;
	}

	/** Number of all texts. */
	int count() {
		return this.texts.size();
	}

	/** What the texts so far cost and what of them was cut. */
	TokenUsage usage() {
		return this.usage;
	}

	@Override
	public List<TokenizedText> next() {
		int first = this.next;
		long size = 0;
		while (this.next < this.texts.size() && this.next - first < MOST_TEXTS && size <= MOST_CHARACTERS) {
			size += this.characters.applyAsInt(this.texts.get(this.next));
			this.next++;
		}
		List<TokenizedText> tokenized = this.tokenizer.tokenize(this.texts.subList(first, this.next), first);
		this.usage = this.usage.plus(TransformerRunner.usage(tokenized));
		return tokenized;
	}

	/**
	 * Tokenizes some of the texts.
	 *
	 * @param <I> a text or a pair
	 */
	@FunctionalInterface
	interface PartTokenizer<I> {

		List<TokenizedText> tokenize(List<I> texts, int first);

	}

}
