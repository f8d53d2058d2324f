package dev.semblance.encoders.internal.tokenizer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntToLongFunction;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import dev.semblance.encoders.EncodingException;
import dev.semblance.encoders.internal.lifecycle.OpenResources;

/**
 * Hugging Face's tokenizers, called so that only numbers cross over from the native side.
 * Truncation and padding are switched off.
 */
final class NativeTokenizer implements AutoCloseable {

	/**
	 * A character for private use, which no vocabulary has, and a hieroglyph, because
	 * some normalizers drop the former.
	 */
	private static final String UNKNOWN_WORDS = "\uE5A7 \uD80D\uDC2E";

	static {
		// Else DJL looks for a CUDA build of its library on the network when there is a
		// GPU, and reports its use to its makers.
		setIfUnset("RUST_FLAVOR", "cpu");
		setIfUnset("OPT_OUT_TRACKING", "true");
	}

	private final HuggingFaceTokenizer tokenizer;

	private volatile boolean onCallersThread;

	private NativeTokenizer(HuggingFaceTokenizer tokenizer) {
		this.tokenizer = tokenizer;
	}

	/**
	 * Opens a tokenizer.
	 * @param json the {@code tokenizer.json}
	 * @throws IOException if that is not a tokenizer
	 */
	static NativeTokenizer open(byte[] json) throws IOException {
		HuggingFaceTokenizer tokenizer;
		try {
			tokenizer = HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json),
					Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "true"));
		}
		catch (RuntimeException ex) {
			// The native side reports a malformed file as a bare RuntimeException.
			throw new IOException(ex.getMessage(), ex);
		}
		try {
			NativeTokenizer opened = new NativeTokenizer(tokenizer).requireTokenForUnknownWords();
			OpenResources.TOKENIZERS.opened();
			return opened;
		}
		catch (RuntimeException ex) {
			tokenizer.close();
			throw new IOException(ex.getMessage(), ex);
		}
		catch (Error ex) {
			tokenizer.close();
			throw ex;
		}
	}

	/**
	 * A tokenizer that fails at a word it does not know ends the process when that
	 * happens in a batch, but only throws when it happens here.
	 */
	private NativeTokenizer requireTokenForUnknownWords() {
		TokenizersLibrary.LIB.deleteEncoding(TokenizersLibrary.LIB.encode(handle(), UNKNOWN_WORDS, true));
		return this;
	}

	/**
	 * Leaves the other cores to those who need them more; else the texts of a call are
	 * spread over all cores.
	 */
	void stayOnCallersThread() {
		this.onCallersThread = true;
	}

	/**
	 * Tokenizes texts.
	 * @param texts the texts
	 * @param specialTokens whether to add special tokens
	 * @param reader takes what is needed of each text's tokens
	 */
	<T> List<T> encode(String[] texts, boolean specialTokens, Reader<T> reader) {
		if (this.onCallersThread || texts.length == 1) {
			return oneByOne(texts.length, (i) -> TokenizersLibrary.LIB.encode(handle(), texts[i], specialTokens),
					reader);
		}
		return read(TokenizersLibrary.LIB.batchEncode(handle(), texts, specialTokens), reader);
	}

	/**
	 * Tokenizes pairs of texts, with special tokens.
	 * @param first the first text of each pair
	 * @param second the second text of each pair
	 * @param reader takes what is needed of each pair's tokens
	 */
	<T> List<T> encodePairs(String[] first, String[] second, Reader<T> reader) {
		if (this.onCallersThread || first.length == 1) {
			return oneByOne(first.length, (i) -> TokenizersLibrary.LIB.encodeDual(handle(), first[i], second[i], true),
					reader);
		}
		return read(TokenizersLibrary.LIB.batchEncodePair(handle(), first, second, true), reader);
	}

	private static <T> List<T> oneByOne(int count, IntToLongFunction encoder, Reader<T> reader) {
		List<T> results = new ArrayList<>(count);
		for (int i = 0; i < count; i++) {
			results.add(read(encode(encoder, i), i, reader));
		}
		return results;
	}

	/** The native side reports failures as bare RuntimeExceptions. */
	private static long encode(IntToLongFunction encoder, int position) {
		try {
			return encoder.applyAsLong(position);
		}
		catch (RuntimeException ex) {
			throw new EncodingException("The tokenizer failed over a text: %s.".formatted(ex.getMessage()),
					"Leave the text out, or use another model.", ex);
		}
	}

	private static <T> T read(long encoding, int position, Reader<T> reader) {
		try {
			return reader.read(position, new Tokens(encoding));
		}
		finally {
			TokenizersLibrary.LIB.deleteEncoding(encoding);
		}
	}

	private static <T> List<T> read(long[] encodings, Reader<T> reader) {
		try {
			List<T> results = new ArrayList<>(encodings.length);
			for (int i = 0; i < encodings.length; i++) {
				results.add(reader.read(i, new Tokens(encodings[i])));
			}
			return results;
		}
		finally {
			for (long encoding : encodings) {
				TokenizersLibrary.LIB.deleteEncoding(encoding);
			}
		}
	}

	private long handle() {
		return this.tokenizer.getHandle();
	}

	@Override
	public void close() {
		this.tokenizer.close();
		OpenResources.TOKENIZERS.closed();
	}

	private static void setIfUnset(String property, String value) {
		if (System.getProperty(property) == null && System.getenv(property) == null) {
			System.setProperty(property, value);
		}
	}

	/**
	 * Takes what is needed of a text's tokens.
	 *
	 * @param <T> what that is
	 */
	@FunctionalInterface
	interface Reader<T> {

		/**
		 * Takes what is needed.
		 * @param position where the text stands in its batch
		 * @param tokens the tokens, gone after the call
		 */
		T read(int position, Tokens tokens);

	}

	/**
	 * The tokens of a text on the native side.
	 *
	 * @param encoding their address
	 */
	record Tokens(long encoding) {

		long[] ids() {
			return TokenizersLibrary.LIB.getTokenIds(this.encoding);
		}

		/** Which text of a pair each token belongs to, as the model is told. */
		long[] types() {
			return TokenizersLibrary.LIB.getTypeIds(this.encoding);
		}

		/** 1 for special tokens that were added around the text. */
		long[] specialMask() {
			return TokenizersLibrary.LIB.getSpecialTokenMask(this.encoding);
		}

		/** 0 or 1 for the texts of a pair, something else for special tokens. */
		long[] texts() {
			return TokenizersLibrary.LIB.getSequenceIds(this.encoding);
		}

	}

}
