package dev.semblance.encoders.internal.transformer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import dev.semblance.encoders.Deadline;
import dev.semblance.encoders.Device;
import dev.semblance.encoders.EncoderStatistics;
import dev.semblance.encoders.TextPair;
import dev.semblance.encoders.TokenUsage;
import dev.semblance.encoders.internal.loading.RunningGraph;
import dev.semblance.encoders.internal.loading.TruncationPolicy;
import dev.semblance.encoders.internal.loading.WorkCounters;
import dev.semblance.encoders.internal.runtime.BatchLayout;
import dev.semblance.encoders.internal.runtime.InferenceSession;
import dev.semblance.encoders.internal.runtime.OutputTensor;
import dev.semblance.encoders.internal.tokenizer.TextTokenizer;
import dev.semblance.encoders.internal.tokenizer.TokenizedText;
import org.jspecify.annotations.Nullable;

/**
 * A tokenizer and a session, opened together. Callers tokenize their own texts, the
 * device's lanes run them. Safe for concurrent callers until it is closed.
 */
public final class TransformerRunner implements AutoCloseable {

	private final Limits limits;

	private final TextTokenizer tokenizer;

	private final InferenceSession session;

	private final BatchLayout layout;

	private final RunningGraph running;

	private final WorkCounters counters = new WorkCounters();

	private boolean warm;

	TransformerRunner(Limits limits, TextTokenizer tokenizer, InferenceSession session, BatchLayout layout,
			RunningGraph running) {
		this.limits = limits;
		this.tokenizer = tokenizer;
		this.session = session;
		this.layout = layout;
		this.running = running;
	}

	/**
	 * Names the model.
	 * @return the name, for messages
	 */
	public String model() {
		return this.limits.model();
	}

	/**
	 * Returns where the transformer runs.
	 * @return the device, never {@code auto}
	 */
	public Device device() {
		return this.session.device();
	}

	/**
	 * Returns what runs of the transformer.
	 * @return its ONNX file, and what was done to it
	 */
	public RunningGraph running() {
		return this.running;
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
	 * Tells what was done so far.
	 * @return the statistics
	 */
	public EncoderStatistics statistics() {
		return this.counters.statistics();
	}

	/**
	 * Does work that needs the session or the tokenizer; closing waits for it.
	 * @param work the work
	 * @param <T> what the work gives
	 * @return what the work gives
	 * @throws IllegalStateException if this is closed
	 */
	public <T> T whileOpen(Supplier<T> work) {
		return this.session.whileOpen(work::get);
	}

	/**
	 * Prepares to compute some of the graph's outputs. The first time, while the model is
	 * loaded, this warms it up.
	 * @param outputs the outputs
	 * @param reader takes what is needed of them
	 * @param <T> what that is for each text
	 * @return the task
	 */
	public <T> TransformerTask<T> task(List<OutputTensor> outputs, BatchReader<T> reader) {
		if (!this.warm && this.limits.calibrated()) {
			this.warm = true;
			this.session.whileOpen(() -> new WarmUp(this, this.session).run(outputs));
		}
		return new TransformerTask<>(this, this.session, outputs, reader);
	}

	/**
	 * Tokenizes some of a call's texts. Only for work within {@link #whileOpen}.
	 * @param texts the texts, behind their prompt
	 * @param first place of the first of them in the call
	 * @param count how many texts the call has
	 * @param maxLength longest result in tokens, special tokens included
	 * @return their tokens, in the same order
	 */
	List<TokenizedText> tokenize(List<String> texts, int first, int count, int maxLength) {
		return tokenize(() -> this.tokenizer.tokenize(texts, maxLength), first, count, maxLength);
	}

	/**
	 * Tokenizes some of a call's pairs. Only for work within {@link #whileOpen}.
	 * @param pairs the pairs, behind their prompt
	 * @param first place of the first of them in the call
	 * @param count how many pairs the call has
	 * @return their tokens, in the same order
	 */
	List<TokenizedText> tokenizePairs(List<TextPair> pairs, int first, int count) {
		return tokenize(() -> this.tokenizer.tokenizePairs(pairs, maxLength()), first, count, maxLength());
	}

	private List<TokenizedText> tokenize(Supplier<List<TokenizedText>> tokenizing, int first, int count,
			int maxLength) {
		long start = System.nanoTime();
		List<TokenizedText> tokenized = tokenizing.get();
		this.counters.tokenized(usage(tokenized), System.nanoTime() - start);
		return this.limits.truncation().check(tokenized, first, count, maxLength);
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
	 * Counts the tokens of a prompt as the reference does: with the special tokens before
	 * it, without the one behind it.
	 * @param prompt the prompt
	 * @return how many tokens of a text behind this prompt are the prompt's
	 */
	public int promptLength(String prompt) {
		return whileOpen(() -> {
			long[] ids = this.tokenizer.tokenize(List.of(prompt), maxLength()).get(0).ids();
			boolean endsSpecial = ids.length > 0 && this.tokenizer.isSpecial((int) ids[ids.length - 1]);
			return endsSpecial ? ids.length - 1 : ids.length;
		});
	}

	/**
	 * Returns the deadline of a call that starts now.
	 * @return the earlier of the thread's and the encoder's own, if there is one
	 */
	@Nullable Deadline deadline() {
		List<Deadline> deadlines = new ArrayList<>(2);
		Deadline.current().ifPresent(deadlines::add);
		Optional.ofNullable(this.limits.timeout()).map(Deadline::in).ifPresent(deadlines::add);
		return deadlines.stream().reduce(Deadline::earlier).orElse(null);
	}

	BatchLayout layout() {
		return this.layout;
	}

	WorkCounters counters() {
		return this.counters;
	}

	/**
	 * Frees session and tokenizer, once the calls in flight are done. May be repeated.
	 */
	@Override
	public void close() {
		this.session.close(this.tokenizer::close);
	}

	/**
	 * What a runner keeps to.
	 *
	 * @param maxLength longest input in tokens, special tokens included
	 * @param truncation what happens to a text that is too long
	 * @param timeout longest time of a call; {@code null} without a limit
	 * @param calibrated whether the token budget is to be fitted to the device
	 */
	record Limits(int maxLength, TruncationPolicy truncation, @Nullable Duration timeout, boolean calibrated) {

		String model() {
			return this.truncation.model();
		}

	}

}
