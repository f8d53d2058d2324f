package dev.semblance.encoders.internal.tokenizer;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import dev.semblance.benchmarks.micro.SampleTexts;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Time to tokenize a text with the tokenizer of all-MiniLM-L6-v2, alone and among 64, in
 * Java and by the native library.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
@Fork(3)
@SuppressWarnings("NullAway.Init")
public class TokenizerBenchmark {

	private static final String TOKENIZER = "all-minilm-l6-v2-tokenizer.json";

	/** The native side reads it once, when it first tokenizes several texts. */
	private static final String PARALLELISM = "TOKENIZERS_PARALLELISM";

	private static final int BATCH = 64;

	private static final int MAX_LENGTH = 256;

	/** What tokenizes. */
	@Param({ "java", "native" })
	private String engine;

	/** Number of words of a text. */
	@Param({ "12", "100" })
	private int words;

	private List<String> texts = List.of();

	private List<List<String>> singles = List.of();

	private TextTokenizer tokenizer;

	private int next;

	/**
	 * Opens the tokenizer.
	 * @throws IOException if its file cannot be read
	 */
	@Setup
	public void open() throws IOException {
		if (System.getenv(PARALLELISM) == null) {
			throw new IllegalStateException(
					"Set the environment variable %s to false to measure one thread, or to true to spread batches over all cores."
						.formatted(PARALLELISM));
		}
		this.texts = SampleTexts.of(BATCH, this.words);
		this.singles = this.texts.stream().map(List::of).toList();
		ClassLoader loader = TokenizerBenchmark.class.getClassLoader();
		try (InputStream json = Objects.requireNonNull(loader.getResourceAsStream(TOKENIZER))) {
			this.tokenizer = this.engine.equals("java") ? TextTokenizer.open(json)
					: TextTokenizer.openNative(json, TokenizerSettings.DEFAULT);
		}
		if (this.engine.equals("java") && System.getenv(PARALLELISM).equals("false")) {
			// The native side stays there by itself, and takes batches as such.
			this.tokenizer.stayOnCallersThread();
		}
		int tokens = this.tokenizer.count(this.texts).stream().mapToInt(Integer::intValue).sum();
		System.out.printf("tokens per text: %.3f%n", tokens / (double) BATCH);
	}

	/**
	 * Frees the tokenizer.
	 */
	@TearDown
	public void close() {
		this.tokenizer.close();
	}

	/**
	 * Tokenizes a text in a call of its own.
	 * @return its tokens
	 */
	@Benchmark
	public List<TokenizedText> alone() {
		this.next = (this.next + 1) % BATCH;
		return this.tokenizer.tokenize(this.singles.get(this.next), MAX_LENGTH);
	}

	/**
	 * Tokenizes 64 texts in one call; the time is that of one text.
	 * @return their tokens
	 */
	@Benchmark
	@OperationsPerInvocation(BATCH)
	public List<TokenizedText> batched() {
		return this.tokenizer.tokenize(this.texts, MAX_LENGTH);
	}

}
