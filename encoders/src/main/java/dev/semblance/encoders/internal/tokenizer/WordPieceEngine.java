package dev.semblance.encoders.internal.tokenizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import dev.semblance.encoders.TextPair;
import dev.semblance.encoders.internal.lifecycle.OpenResources;
import dev.semblance.encoders.internal.wordpiece.Template;
import dev.semblance.encoders.internal.wordpiece.WordPiece;
import dev.semblance.encoders.internal.wordpiece.WordPieceFile;
import dev.semblance.encoders.internal.wordpiece.WordPieceScanner;
import org.jspecify.annotations.Nullable;

/**
 * Tokenizes as BERT does without the native library. Beside a text's tokens it allocates
 * next to nothing.
 */
final class WordPieceEngine implements TokenizerEngine {

	/** Fewer texts are not worth waking other threads. */
	private static final int TEXTS_TO_SPREAD = 64;

	private final WordPiece wordPiece;

	private final Template single;

	private final Template pair;

	private final boolean typed;

	private volatile boolean onCallersThread;

	WordPieceEngine(WordPieceFile file) {
		this.wordPiece = file.wordPiece();
		this.single = file.single();
		this.pair = file.pair();
		this.typed = this.single.isTyped();
		OpenResources.TOKENIZERS.opened();
	}

	@Override
	public void stayOnCallersThread() {
		this.onCallersThread = true;
	}

	@Override
	public int specialTokens() {
		return this.single.specialTokens();
	}

	@Override
	public int specialTokensOfPair() {
		return this.pair.specialTokens();
	}

	@Override
	public List<TokenizedText> tokenize(List<String> texts, int maxLength, boolean special, boolean left) {
		TokenizedText[] tokenized = new TokenizedText[texts.size()];
		if (this.onCallersThread || tokenized.length < TEXTS_TO_SPREAD) {
			for (int i = 0; i < tokenized.length; i++) {
				tokenized[i] = tokenize(texts.get(i), maxLength, special, left);
			}
		}
		else {
			IntStream.range(0, tokenized.length)
				.parallel()
				.forEach((i) -> tokenized[i] = tokenize(texts.get(i), maxLength, special, left));
		}
		return Arrays.asList(tokenized);
	}

	private TokenizedText tokenize(String text, int maxLength, boolean special, boolean left) {
		WordPieceScanner scanner = this.wordPiece.borrow();
		try {
			int characters = Excerpt.length(text, Excerpt.charactersFor(maxLength), left);
			int added = special ? this.single.specialTokens() : 0;
			int own = left ? scanner.scan(text, text.length() - characters, text.length())
					: scanner.scan(text, 0, characters);
			int first = 0;
			if (characters < text.length() && added + own < 2L * maxLength) {
				first = own;
				own = scanner.scan(text, 0, text.length());
			}
			int kept = Math.min(own, maxLength - added);
			return assemble(scanner, left ? first + own - kept : first, kept, own + added, special);
		}
		finally {
			this.wordPiece.giveBack(scanner);
		}
	}

	private TokenizedText assemble(WordPieceScanner scanner, int from, int kept, int untruncated, boolean special) {
		int added = special ? this.single.specialTokens() : 0;
		long[] ids = new long[kept + added];
		int at = special ? this.single.copyIds(0, ids, 0) : 0;
		scanner.copy(from, ids, at, kept);
		if (special) {
			this.single.copyIds(1, ids, at + kept);
		}
		return new TokenizedText(ids, this.typed ? types(at, kept, special) : null, untruncated);
	}

	private long @Nullable [] types(int before, int kept, boolean special) {
		long[] types = new long[kept + (special ? this.single.specialTokens() : 0)];
		Arrays.fill(types, before, before + kept, this.single.textType(0));
		if (special) {
			this.single.copyTypes(0, types, 0);
			this.single.copyTypes(1, types, before + kept);
		}
		return types;
	}

	@Override
	public List<Integer> count(List<String> texts, boolean special) {
		int added = special ? this.single.specialTokens() : 0;
		List<Integer> counts = new ArrayList<>(texts.size());
		for (String text : texts) {
			WordPieceScanner scanner = this.wordPiece.borrow();
			try {
				counts.add(added + scanner.scan(text, 0, text.length()));
			}
			finally {
				this.wordPiece.giveBack(scanner);
			}
		}
		return counts;
	}

	@Override
	public List<TokenizedText> tokenizePairs(List<TextPair> pairs, int maxLength, boolean left) {
		TokenizedText[] tokenized = new TokenizedText[pairs.size()];
		if (this.onCallersThread || tokenized.length < TEXTS_TO_SPREAD) {
			for (int i = 0; i < tokenized.length; i++) {
				tokenized[i] = tokenize(pairs.get(i), maxLength, left);
			}
		}
		else {
			IntStream.range(0, tokenized.length)
				.parallel()
				.forEach((i) -> tokenized[i] = tokenize(pairs.get(i), maxLength, left));
		}
		return Arrays.asList(tokenized);
	}

	private TokenizedText tokenize(TextPair texts, int maxLength, boolean left) {
		WordPieceScanner scanner = this.wordPiece.borrow();
		try {
			int first = scanner.scan(texts.first(), 0, texts.first().length());
			int second = scanner.scan(texts.second(), 0, texts.second().length());
			PairTruncation kept = PairTruncation.longestFirst(first, second, maxLength - this.pair.specialTokens());
			int firstFrom = left ? first - kept.first() : 0;
			int secondFrom = first + (left ? second - kept.second() : 0);
			int length = this.pair.specialTokens() + kept.first() + kept.second();
			long[] ids = new long[length];
			long[] types = new long[length];
			int between = this.pair.copyIds(0, ids, 0) + kept.first();
			scanner.copy(firstFrom, ids, between - kept.first(), kept.first());
			int behind = this.pair.copyIds(1, ids, between) + kept.second();
			scanner.copy(secondFrom, ids, behind - kept.second(), kept.second());
			this.pair.copyIds(2, ids, behind);
			this.pair.copyTypes(0, types, 0);
			Arrays.fill(types, between - kept.first(), between, this.pair.textType(0));
			this.pair.copyTypes(1, types, between);
			Arrays.fill(types, behind - kept.second(), behind, this.pair.textType(1));
			this.pair.copyTypes(2, types, behind);
			return new TokenizedText(ids, types, this.pair.specialTokens() + first + second);
		}
		finally {
			this.wordPiece.giveBack(scanner);
		}
	}

	@Override
	public void close() {
		OpenResources.TOKENIZERS.closed();
	}

}
