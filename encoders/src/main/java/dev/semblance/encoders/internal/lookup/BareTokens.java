package dev.semblance.encoders.internal.lookup;

import java.util.ArrayList;
import java.util.List;

import dev.semblance.encoders.EncoderStatistics;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.TokenUsage;
import dev.semblance.encoders.internal.lifecycle.CallGate;
import dev.semblance.encoders.internal.loading.EncoderSettings;
import dev.semblance.encoders.internal.loading.TruncationPolicy;
import dev.semblance.encoders.internal.loading.WorkCounters;
import dev.semblance.encoders.internal.model.ModelFiles;
import dev.semblance.encoders.internal.model.TokenizerLimit;
import dev.semblance.encoders.internal.tokenizer.TextTokenizer;
import dev.semblance.encoders.internal.tokenizer.TokenizedText;
import dev.semblance.encoders.internal.tokenizer.TokenizerSettings;
import dev.semblance.encoders.internal.transformer.TransformerLoader;
import dev.semblance.encoders.internal.transformer.TransformerRunner;

/**
 * Texts to tokens without special ones, as tables take them. Safe for concurrent callers
 * until it is closed.
 */
public final class BareTokens implements AutoCloseable {

	private final TextTokenizer tokenizer;

	private final Limits limits;

	private final CallGate gate;

	private final WorkCounters counters = new WorkCounters();

	private BareTokens(TextTokenizer tokenizer, Limits limits) {
		this.tokenizer = tokenizer;
		this.limits = limits;
		this.gate = new CallGate("The encoder of " + limits.truncation().model());
	}

	/**
	 * Opens a folder's tokenizer, which cuts texts as the {@code tokenizer.json} itself
	 * says.
	 * @param model the model's name, for messages
	 * @param files the model's files
	 * @param folder the folder, empty or with a {@code /} at its end
	 * @param settings what the caller wants
	 * @return the tokens, which the caller must close
	 */
	public static BareTokens open(String model, ModelFiles files, String folder, EncoderSettings settings) {
		TextTokenizer tokenizer = open(files, folder);
		return limited(model, tokenizer, tokenizer.ownMaxLength(), tokenizer.ownTruncateLeft(), settings);
	}

	/**
	 * Opens a folder's tokenizer, which cuts texts as the {@code tokenizer_config.json}
	 * says.
	 * @param model the model's name, for messages
	 * @param files the model's files
	 * @param folder the folder, empty or with a {@code /} at its end
	 * @param settings what the caller wants
	 * @return the tokens, which the caller must close
	 */
	public static BareTokens openConfigured(String model, ModelFiles files, String folder, EncoderSettings settings) {
		TokenizerLimit limit = TokenizerLimit.read(files, folder);
		return limited(model, open(files, folder), limit.maxLength(), limit.left(), settings);
	}

	private static TextTokenizer open(ModelFiles files, String folder) {
		return TransformerLoader.openTokenizer(files, folder + "tokenizer.json", TokenizerSettings.DEFAULT);
	}

	private static BareTokens limited(String model, TextTokenizer tokenizer, int own, boolean left,
			EncoderSettings settings) {
		Integer wanted = settings.maxLength();
		if (wanted != null && wanted < 1) {
			tokenizer.close();
			throw new InvalidInputException("The maximum length for %s is set to %d tokens.".formatted(model, wanted),
					"Set it to 1 or more, or leave it to the model.");
		}
		return new BareTokens(tokenizer,
				new Limits((wanted != null) ? wanted : own, left, new TruncationPolicy(model, settings.truncation())));
	}

	/**
	 * Returns the longest result.
	 * @return number of tokens; {@link Integer#MAX_VALUE} without a limit
	 */
	public int maxLength() {
		return this.limits.maxLength();
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
	 * @throws InvalidInputException if a text is too long and may not be cut
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
		int maxLength = this.limits.maxLength();
		long start = System.nanoTime();
		List<TokenizedText> tokenized = this.gate
			.call(() -> this.tokenizer.tokenizeBare(prompted, maxLength, this.limits.left()));
		TokenUsage usage = TransformerRunner.usage(tokenized);
		this.counters.tokenized(usage, System.nanoTime() - start);
		this.counters.ran(texts.size(), usage.tokens(), usage.tokens(), 0);
		return this.limits.truncation().check(tokenized, 0, texts.size(), maxLength);
	}

	/**
	 * Counts the tokens of whole texts.
	 * @param texts the texts
	 * @return the number of each, in the same order
	 * @throws IllegalStateException if this is closed
	 */
	public List<Integer> count(List<String> texts) {
		return this.gate.call(() -> this.tokenizer.countBare(texts));
	}

	/**
	 * Tells what was done so far; looking tokens up in a table takes no time.
	 * @return the statistics
	 */
	public EncoderStatistics statistics() {
		return this.counters.statistics();
	}

	@Override
	public void close() {
		this.gate.close(this.tokenizer::close);
	}

	/**
	 * How texts are cut.
	 *
	 * @param maxLength longest result in tokens
	 * @param left whether a long text loses its start
	 * @param truncation whether that is allowed
	 */
	private record Limits(int maxLength, boolean left, TruncationPolicy truncation) {
	}

}
