package dev.semblance.encoders.internal.tokenizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.semblance.encoders.TextPair;
import dev.semblance.encoders.internal.tokenizer.NativeTokenizer.Tokens;
import dev.semblance.encoders.internal.tokenizer.PairTruncation.Count;

/**
 * Tokenizes pairs of texts and cuts them to one length.
 */
final class PairTokenizer {

	private final NativeTokenizer tokenizer;

	private final int maxLength;

	private final boolean truncateLeft;

	PairTokenizer(NativeTokenizer tokenizer, int maxLength, boolean truncateLeft) {
		this.tokenizer = tokenizer;
		this.maxLength = maxLength;
		this.truncateLeft = truncateLeft;
	}

	List<TokenizedText> tokenize(List<TextPair> pairs) {
		long characters = Excerpt.charactersFor(this.maxLength);
		List<Optional<TokenizedText>> attempts = attempt(pairs, characters);
		List<TokenizedText> tokenized = new ArrayList<>(pairs.size());
		for (int i = 0; i < pairs.size(); i++) {
			TextPair pair = pairs.get(i);
			tokenized.add(attempts.get(i).orElseGet(() -> tokenizeMore(pair, characters)));
		}
		return tokenized;
	}

	/** Looks at more and more of a pair until it is certain what to keep. */
	private TokenizedText tokenizeMore(TextPair pair, long characters) {
		long looked = Math.max(excerpt(pair.first(), characters).text().length(),
				excerpt(pair.second(), characters).text().length());
		return attempt(List.of(pair), 4 * looked).get(0).orElseGet(() -> tokenizeMore(pair, 4 * looked));
	}

	private List<Optional<TokenizedText>> attempt(List<TextPair> pairs, long characters) {
		List<Excerpt> first = pairs.stream().map((pair) -> excerpt(pair.first(), characters)).toList();
		List<Excerpt> second = pairs.stream().map((pair) -> excerpt(pair.second(), characters)).toList();
		return this.tokenizer.encodePairs(texts(first), texts(second),
				(position, tokens) -> read(tokens, first.get(position).whole(), second.get(position).whole()));
	}

	private Excerpt excerpt(String text, long characters) {
		return Excerpt.of(text, characters, this.truncateLeft);
	}

	private static String[] texts(List<Excerpt> excerpts) {
		return excerpts.stream().map(Excerpt::text).toArray(String[]::new);
	}

	private Optional<TokenizedText> read(Tokens tokens, boolean firstWhole, boolean secondWhole) {
		long[] ids = tokens.ids();
		if (ids.length <= this.maxLength && firstWhole && secondWhole) {
			return Optional.of(new TokenizedText(ids, tokens.types(), ids.length));
		}
		long[] texts = tokens.texts();
		Count first = new Count(TokenSelection.count(texts, 0), firstWhole);
		Count second = new Count(TokenSelection.count(texts, 1), secondWhole);
		int room = this.maxLength - (ids.length - first.tokens() - second.tokens());
		if (!PairTruncation.isCertain(first, second, room, this.maxLength)) {
			return Optional.empty();
		}
		PairTruncation lengths = PairTruncation.longestFirst(first.tokens(), second.tokens(), room);
		TokenSelection selection = new TokenSelection(texts, lengths, this.truncateLeft);
		return Optional.of(new TokenizedText(selection.of(ids), selection.of(tokens.types()), ids.length));
	}

}
