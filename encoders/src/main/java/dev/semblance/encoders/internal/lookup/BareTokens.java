package dev.semblance.encoders.internal.lookup;

import java.util.ArrayList;
import java.util.List;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.internal.lifecycle.CallGate;
import dev.semblance.encoders.internal.model.ModelFiles;
import dev.semblance.encoders.internal.tokenizer.TextTokenizer;
import dev.semblance.encoders.internal.tokenizer.TokenizedText;
import dev.semblance.encoders.internal.tokenizer.TokenizerSettings;
import dev.semblance.encoders.internal.transformer.TransformerLoader;
import org.jspecify.annotations.Nullable;

/**
 * Texts to tokens without special ones, as tables take them. Safe for concurrent callers
 * until it is closed.
 */
public final class BareTokens implements AutoCloseable {

	private final TextTokenizer tokenizer;

	private final @Nullable Integer limit;

	private final CallGate gate;

	private BareTokens(String model, TextTokenizer tokenizer, @Nullable Integer limit) {
		this.tokenizer = tokenizer;
		this.limit = limit;
		this.gate = new CallGate("The encoder of " + model);
	}

	/**
	 * Opens a folder's tokenizer.
	 * @param model the model's name, for messages
	 * @param files the model's files
	 * @param folder the folder, empty or with a {@code /} at its end
	 * @param limit longest result in tokens; {@code null} for what the
	 * {@code tokenizer.json} itself says
	 * @return the tokens, which the caller must close
	 */
	public static BareTokens open(String model, ModelFiles files, String folder, @Nullable Integer limit) {
		return new BareTokens(model,
				TransformerLoader.openTokenizer(files, folder + "tokenizer.json", TokenizerSettings.DEFAULT), limit);
	}

	/**
	 * Returns the longest result.
	 * @return number of tokens; {@link Integer#MAX_VALUE} without a limit
	 */
	public int maxLength() {
		return (this.limit != null) ? this.limit : this.tokenizer.ownMaxLength();
	}

	/**
	 * Returns the tokenizer.
	 * @return the tokenizer, closed together with this
	 */
	public TextTokenizer tokenizer() {
		return this.tokenizer;
	}

	/**
	 * Tokenizes texts behind a prompt.
	 * @param texts the texts
	 * @param prompt the prefix of each
	 * @return their tokens, in the same order
	 * @throws IllegalStateException if this is closed
	 */
	public List<TokenizedText> tokenize(List<String> texts, String prompt) {
		List<String> prompted = new ArrayList<>(texts.size());
		for (String text : texts) {
			if (text == null) {
				throw new InvalidInputException("Text %d of %d is null.".formatted(prompted.size() + 1, texts.size()),
						"Give a string for every text; the empty string will do.");
			}
			prompted.add(prompt + text);
		}
		return this.gate.call(() -> (this.limit != null) ? this.tokenizer.tokenizeBare(prompted, this.limit)
				: this.tokenizer.tokenizeBare(prompted));
	}

	@Override
	public void close() {
		this.gate.close(this.tokenizer::close);
	}

}
