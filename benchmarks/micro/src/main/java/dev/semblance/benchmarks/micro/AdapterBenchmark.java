package dev.semblance.benchmarks.micro;

import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.output.Response;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.DenseEncoding;
import dev.semblance.encoders.TextRole;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.EmbeddingResponse;

/**
 * Time that the frameworks' embedding models add to each text, alone and among 64: their
 * encoder takes none, as the first of each three shows.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
@Fork(3)
public class AdapterBenchmark {

	private static final int BATCH = 64;

	private final DenseEncoder encoder = new StubEncoder();

	private final dev.semblance.langchain4j.SemblanceEmbeddingModel langChain4j = new dev.semblance.langchain4j.SemblanceEmbeddingModel(
			this.encoder, List.of());

	private final dev.semblance.springai.SemblanceEmbeddingModel springAi = new dev.semblance.springai.SemblanceEmbeddingModel(
			this.encoder);

	private final List<String> texts = SampleTexts.of(BATCH, 12);

	private final List<String> text = this.texts.subList(0, 1);

	private final TextSegment segment = TextSegment.from(this.text.get(0));

	private final List<TextSegment> segments = this.texts.stream().map(TextSegment::from).toList();

	private final List<Document> documents = this.texts.stream().map(Document::new).toList();

	/**
	 * Encodes a text.
	 * @return its vector
	 */
	@Benchmark
	public DenseEncoding encoderAlone() {
		return this.encoder.encode(this.text, TextRole.DOCUMENT);
	}

	/**
	 * Embeds a text with LangChain4j.
	 * @return its vector
	 */
	@Benchmark
	public Response<Embedding> langChain4jAlone() {
		return this.langChain4j.embed(this.segment);
	}

	/**
	 * Embeds a text with Spring AI.
	 * @return its vector
	 */
	@Benchmark
	public float[] springAiAlone() {
		return this.springAi.embed(this.text.get(0));
	}

	/**
	 * Encodes 64 texts in one call; the time is that of one text.
	 * @return their vectors
	 */
	@Benchmark
	@OperationsPerInvocation(BATCH)
	public DenseEncoding encoderBatched() {
		return this.encoder.encode(this.texts, TextRole.DOCUMENT);
	}

	/**
	 * Embeds 64 texts in one call with LangChain4j; the time is that of one text.
	 * @return their vectors
	 */
	@Benchmark
	@OperationsPerInvocation(BATCH)
	public Response<List<Embedding>> langChain4jBatched() {
		return this.langChain4j.embedAll(this.segments);
	}

	/**
	 * Embeds 64 texts in one call with Spring AI; the time is that of one text.
	 * @return their vectors
	 */
	@Benchmark
	@OperationsPerInvocation(BATCH)
	public EmbeddingResponse springAiBatched() {
		return this.springAi.embedForResponse(this.texts);
	}

	/**
	 * Embeds 64 documents as a vector store does; the time is that of one document.
	 * @return their vectors
	 */
	@Benchmark
	@OperationsPerInvocation(BATCH)
	public List<float[]> springAiDocuments() {
		return this.springAi.embed(this.documents, null, List::of);
	}

}
