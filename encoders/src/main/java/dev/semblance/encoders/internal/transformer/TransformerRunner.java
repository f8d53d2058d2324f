package dev.semblance.encoders.internal.transformer;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

import dev.semblance.encoders.Device;
import dev.semblance.encoders.EncodingException;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.TextPair;
import dev.semblance.encoders.TokenUsage;
import dev.semblance.encoders.TokenVectors;
import dev.semblance.encoders.internal.loading.TruncationPolicy;
import dev.semblance.encoders.internal.onnx.ModuleOverlay.OverlayOutput;
import dev.semblance.encoders.internal.runtime.Batch;
import dev.semblance.encoders.internal.runtime.BatchLayout;
import dev.semblance.encoders.internal.runtime.InferenceSession;
import dev.semblance.encoders.internal.runtime.ModelOutputs;
import dev.semblance.encoders.internal.runtime.TensorBatch;
import dev.semblance.encoders.internal.tokenizer.TextTokenizer;
import dev.semblance.encoders.internal.tokenizer.TokenizedText;

/**
 * A tokenizer and a session, opened together. Batches of a call run one after the other
 * on the caller's thread; ONNX Runtime spreads each over the cores. Safe for concurrent
 * callers until it is closed.
 */
public final class TransformerRunner implements AutoCloseable {

	private final Limits limits;

	private final TextTokenizer tokenizer;

	private final InferenceSession session;

	private final BatchLayout layout;

	TransformerRunner(Limits limits, TextTokenizer tokenizer, InferenceSession session, BatchLayout layout) {
		this.limits = limits;
		this.tokenizer = tokenizer;
		this.session = session;
		this.layout = layout;
	}

	/**
	 * Returns where the transformer runs.
	 * @return the device, never {@code auto}
	 */
	public Device device() {
		return this.session.device();
	}

	/**
	 * Returns the longest input.
	 * @return number of tokens, special tokens included
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
	 * Does work that needs the session; closing waits for it.
	 * @param work the work
	 * @param <T> what the work gives
	 * @return what the work gives
	 * @throws IllegalStateException if the session is closed
	 */
	public <T> T whileOpen(Supplier<T> work) {
		return this.session.whileOpen(work);
	}

	/**
	 * Tokenizes texts behind a prompt. Only for work within {@link #whileOpen}.
	 * @param texts the texts
	 * @param prompt the prefix of each
	 * @param maxLength longest result in tokens, special tokens included
	 * @return their tokens, in the same order
	 */
	public List<TokenizedText> tokenize(List<String> texts, String prompt, int maxLength) {
		List<String> prompted = new ArrayList<>(texts.size());
		for (String text : texts) {
			requireText(text, prompted.size(), texts.size());
			prompted.add(prompt + text);
		}
		return checked(this.tokenizer.tokenize(prompted, maxLength), maxLength);
	}

	/**
	 * Tokenizes pairs, the first text of each behind a prompt. Only for work within
	 * {@link #whileOpen}.
	 * @param pairs the pairs
	 * @param prompt the prefix of each pair
	 * @return their tokens, in the same order
	 */
	public List<TokenizedText> tokenizePairs(List<TextPair> pairs, String prompt) {
		List<TextPair> prompted = new ArrayList<>(pairs.size());
		for (TextPair pair : pairs) {
			requireText(pair, prompted.size(), pairs.size());
			requireText(pair.first(), prompted.size(), pairs.size());
			requireText(pair.second(), prompted.size(), pairs.size());
			prompted.add(new TextPair(prompt + pair.first(), pair.second()));
		}
		return checked(this.tokenizer.tokenizePairs(prompted, maxLength()), maxLength());
	}

	private static void requireText(Object text, int position, int count) {
		if (text == null) {
			throw new InvalidInputException("Text %d of %d is null.".formatted(position + 1, count),
					"Give a string for every text; the empty string will do.");
		}
	}

	private List<TokenizedText> checked(List<TokenizedText> texts, int maxLength) {
		return this.limits.truncation().check(texts, maxLength);
	}

	/**
	 * Returns what tokenized texts cost and what was cut.
	 * @param texts the texts
	 * @return tokens and truncated texts
	 */
	public static TokenUsage usage(List<TokenizedText> texts) {
		long tokens = 0;
		int truncated = 0;
		for (TokenizedText text : texts) {
			tokens += text.ids().length;
			truncated += text.truncated() ? 1 : 0;
		}
		return new TokenUsage(tokens, truncated);
	}

	/**
	 * Runs texts through the model, batch by batch. Only for work within
	 * {@link #whileOpen}.
	 * @param texts tokenized texts
	 * @param outputs names of the outputs to compute
	 * @param reader told of every batch, with its outputs
	 */
	public void run(List<TokenizedText> texts, Collection<String> outputs, BatchReader reader) {
		List<Batch> batches = Batch.plan(texts, this.limits.tokenBudget());
		int largest = batches.stream().mapToInt((batch) -> batch.positions().size() * batch.length()).max().orElse(0);
		TensorBatch inputs = new TensorBatch(this.layout, largest);
		for (Batch batch : batches) {
			inputs.fill(batch, texts);
			this.session.run(inputs, outputs, (results) -> reader.read(batch, results));
		}
	}

	/**
	 * Runs texts through the model and copies out the vectors of their tokens. Only for
	 * work within {@link #whileOpen}.
	 * @param texts tokenized texts
	 * @param output the output of token vectors
	 * @return the vectors of each text's tokens
	 */
	public List<TokenVectors> runForTokens(List<TokenizedText> texts, OverlayOutput output) {
		TokenVectors[] vectors = new TokenVectors[texts.size()];
		int dimensions = output.dimensions();
		run(texts, List.of(output.name()), (batch, outputs) -> {
			FloatBuffer values = outputs.floats(output.name());
			for (int row = 0; row < batch.positions().size(); row++) {
				int position = batch.positions().get(row);
				float[] tokens = new float[texts.get(position).ids().length * dimensions];
				values.position(row * batch.length() * dimensions).get(tokens);
				requireFinite(tokens);
				vectors[position] = new TokenVectors(dimensions, tokens);
			}
		});
		return List.of(vectors);
	}

	private void requireFinite(float[] values) {
		for (float value : values) {
			if (!Float.isFinite(value)) {
				throw new EncodingException(
						"%s gave %s in the vector of a token.".formatted(this.limits.truncation().model(), value),
						"Use the model in single precision, or another export of it.");
			}
		}
	}

	/**
	 * Counts the tokens of a prompt as the reference does: with the special tokens before
	 * it, without the one behind it. Only for work within {@link #whileOpen}.
	 * @param prompt the prompt
	 * @return how many tokens of a text behind this prompt are the prompt's
	 */
	public int promptLength(String prompt) {
		long[] ids = this.tokenizer.tokenize(List.of(prompt), maxLength()).get(0).ids();
		boolean endsSpecial = ids.length > 0 && this.tokenizer.isSpecial((int) ids[ids.length - 1]);
		return endsSpecial ? ids.length - 1 : ids.length;
	}

	/**
	 * Frees session and tokenizer, once the work in flight is done. May be repeated.
	 */
	@Override
	public void close() {
		this.session.close(this.tokenizer::close);
	}

	/**
	 * Takes what a batch gave.
	 */
	@FunctionalInterface
	public interface BatchReader {

		/**
		 * Takes what a batch gave.
		 * @param batch which texts ran
		 * @param outputs their outputs, row by row in the order of the batch
		 */
		void read(Batch batch, ModelOutputs outputs);

	}

	/**
	 * What a runner keeps to.
	 *
	 * @param maxLength longest input in tokens, special tokens included
	 * @param tokenBudget tokens of one batch, padding included
	 * @param truncation what happens to a text that is too long
	 */
	record Limits(int maxLength, int tokenBudget, TruncationPolicy truncation) {
	}

}
