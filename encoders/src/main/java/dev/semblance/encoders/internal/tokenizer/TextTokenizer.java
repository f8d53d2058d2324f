package dev.semblance.encoders.internal.tokenizer;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;

/**
 * Turns texts into token ids with a model's own {@code tokenizer.json}. Its truncation
 * and its padding are switched off, because such files carry limits that are not the
 * model's; {@link #tokenize} cuts to the limit it is given. Safe for concurrent callers.
 */
public final class TextTokenizer implements AutoCloseable {

	/** Bounds what the native side holds at a time. */
	private static final int TEXTS_PER_CALL = 256;

	/**
	 * Far more than any language has; what lies behind that many characters per allowed
	 * token is looked at only if the text turns out to be the exception.
	 */
	private static final int CHARACTERS_PER_TOKEN = 64;

	static {
		// Else DJL looks for a CUDA build of its library on the network when there is a
		// GPU, and reports its use to its makers.
		setIfUnset("RUST_FLAVOR", "cpu");
		setIfUnset("OPT_OUT_TRACKING", "true");
	}

	private final HuggingFaceTokenizer tokenizer;

	private final int specialTokensAtEnd;

	private final int specialTokens;

	private TextTokenizer(HuggingFaceTokenizer tokenizer) {
		this.tokenizer = tokenizer;
		long encoding = TokenizersLibrary.LIB.encode(tokenizer.getHandle(), "a", true);
		try {
			long[] special = TokenizersLibrary.LIB.getSpecialTokenMask(encoding);
			int end = special.length;
			while (end > 0 && special[end - 1] == 1) {
				end--;
			}
			this.specialTokensAtEnd = special.length - end;
			int start = 0;
			while (start < end && special[start] == 1) {
				start++;
			}
			this.specialTokens = this.specialTokensAtEnd + start;
		}
		finally {
			TokenizersLibrary.LIB.deleteEncoding(encoding);
		}
	}

	/**
	 * Opens a tokenizer.
	 * @param json the {@code tokenizer.json}
	 * @return a tokenizer that the caller must close
	 * @throws IOException if the file cannot be read or is not a tokenizer
	 */
	public static TextTokenizer open(InputStream json, TokenizerSettings settings) throws IOException {
		HuggingFaceTokenizer tokenizer;
		try {
			tokenizer = HuggingFaceTokenizer.newInstance(json,
					Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "true"));
		}
		catch (RuntimeException ex) {
			// The native side reports a malformed file as a bare RuntimeException.
			throw new IOException(ex.getMessage(), ex);
		}
		try {
			return new TextTokenizer(tokenizer);
		}
		catch (RuntimeException | Error ex) {
			tokenizer.close();
			throw ex;
		}
	}

	/**
	 * Returns how many tokens every text gets beside its own, such as CLS and SEP.
	 * @return the number
	 */
	public int specialTokens() {
		return this.specialTokens;
	}

	/**
	 * Tokenizes texts.
	 * @param texts the texts
	 * @param maxLength longest result in tokens, special tokens included
	 * @return their tokens, in the same order
	 */
	public List<TokenizedText> tokenize(List<String> texts, int maxLength) {
		List<TokenizedText> tokenized = new ArrayList<>(texts.size());
		for (int start = 0; start < texts.size(); start += TEXTS_PER_CALL) {
			List<String> part = texts.subList(start, Math.min(texts.size(), start + TEXTS_PER_CALL));
			tokenized.addAll(tokenizePart(part, maxLength));
		}
		return tokenized;
	}

	private List<TokenizedText> tokenizePart(List<String> texts, int maxLength) {
		int enough = 2 * maxLength;
		long[][] ids = ids(texts.stream().map((text) -> start(text, maxLength)).toList());
		List<TokenizedText> tokenized = new ArrayList<>(texts.size());
		for (int i = 0; i < ids.length; i++) {
			String text = texts.get(i);
			boolean whole = text.length() <= CHARACTERS_PER_TOKEN * maxLength;
			tokenized.add(truncate((whole || ids[i].length >= enough) ? ids[i] : ids(List.of(text))[0], maxLength));
		}
		return tokenized;
	}

	/** The first tokens of a very long text do not depend on its end. */
	private static String start(String text, int maxLength) {
		return text.substring(0, Math.min(text.length(), CHARACTERS_PER_TOKEN * maxLength));
	}

	private long[][] ids(List<String> texts) {
		String[] clean = texts.stream().map(TextTokenizer::withoutLoneSurrogates).toArray(String[]::new);
		long[] encodings = TokenizersLibrary.LIB.batchEncode(this.tokenizer.getHandle(), clean, true);
		try {
			return Arrays.stream(encodings).mapToObj(TokenizersLibrary.LIB::getTokenIds).toArray(long[][]::new);
		}
		finally {
			Arrays.stream(encodings).forEach(TokenizersLibrary.LIB::deleteEncoding);
		}
	}

	private TokenizedText truncate(long[] ids, int maxLength) {
		if (ids.length <= maxLength) {
			return new TokenizedText(ids, ids.length);
		}
		long[] cut = new long[maxLength];
		int kept = maxLength - this.specialTokensAtEnd;
		System.arraycopy(ids, 0, cut, 0, kept);
		System.arraycopy(ids, ids.length - this.specialTokensAtEnd, cut, kept, this.specialTokensAtEnd);
		return new TokenizedText(cut, ids.length);
	}

	public List<TokenizedText> tokenizePairs(List<dev.semblance.encoders.TextPair> pairs, int maxLength) {
		List<TokenizedText> all = new ArrayList<>();
		for (var pair : pairs) {
			long e = TokenizersLibrary.LIB.encodeDual(this.tokenizer.getHandle(), pair.first(), pair.second(), true);
			all.add(new TokenizedText(TokenizersLibrary.LIB.getTokenIds(e), TokenizersLibrary.LIB.getTypeIds(e), 1));
			TokenizersLibrary.LIB.deleteEncoding(e);
		}
		return all;
	}

	public List<TokenizedText> tokenizeBare(List<String> texts, int maxLength) {
		return List.of();
	}

	public java.util.OptionalInt idOf(String token) {
		return java.util.OptionalInt.empty();
	}

	public String tokenOf(int id) {
		return "";
	}

	public boolean isSpecial(int id) {
		return id == 102;
	}

	@Override
	public void close() {
		this.tokenizer.close();
	}

	/** Half a surrogate pair has no UTF-8 form, which the native side needs. */
	private static String withoutLoneSurrogates(String text) {
		if (text.chars().noneMatch((unit) -> Character.isSurrogate((char) unit))) {
			return text;
		}
		StringBuilder clean = new StringBuilder(text.length());
		text.codePoints()
			.map((point) -> (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) ? 0xFFFD : point)
			.forEach(clean::appendCodePoint);
		return clean.toString();
	}

	private static void setIfUnset(String property, String value) {
		if (System.getProperty(property) == null && System.getenv(property) == null) {
			System.setProperty(property, value);
		}
	}

}
