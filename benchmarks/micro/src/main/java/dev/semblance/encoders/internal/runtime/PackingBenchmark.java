package dev.semblance.encoders.internal.runtime;

import dev.semblance.encoders.internal.onnx.ModelInputs;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import dev.semblance.encoders.internal.scheduler.LaneMemory;
import dev.semblance.encoders.internal.tokenizer.TokenizedText;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Time to fill the inputs of a batch and to make room for its output, which is all that a
 * lane does between the choice of a batch and its run.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Thread)
@Fork(3)
public class PackingBenchmark {

	private static final int PADDING = 5;

	private static final BatchLayout LAYOUT = new BatchLayout(
			List.of(ModelInputs.INPUT_IDS, ModelInputs.ATTENTION_MASK, ModelInputs.TOKEN_TYPE_IDS), 0, false);

	private static final List<OutputTensor> OUTPUTS = List
		.of(new OutputTensor("sentence_embedding", OutputTensor.Shape.TEXT, 384));

	private final LaneMemory memory = new LaneMemory();

	/**
	 * Texts and tokens of each: a query, a full batch on a CPU, and one on a GPU.
	 */
	@Param({ "1x16", "4x128", "128x128" })
	private String batch = "";

	private List<TokenizedText> texts = List.of();

	private int length;

	/**
	 * Makes the texts, every second of which needs some padding.
	 */
	@Setup
	public void makeTexts() {
		int by = this.batch.indexOf('x');
		this.length = Integer.parseInt(this.batch.substring(by + 1));
		this.texts = IntStream.range(0, Integer.parseInt(this.batch.substring(0, by)))
			.mapToObj((text) -> new TokenizedText(ids(this.length - text % 2 * PADDING), this.length))
			.toList();
	}

	private static long[] ids(int count) {
		return LongStream.range(1000, 1000 + count).toArray();
	}

	/**
	 * Packs the batch and frees it again.
	 * @param blackhole takes the tensors
	 * @throws OrtException if ONNX Runtime refuses a tensor
	 */
	@Benchmark
	public void pack(Blackhole blackhole) throws OrtException {
		try (BatchTensors tensors = BatchTensors.of(LAYOUT, this.texts, this.length, OUTPUTS, this.memory)) {
			for (OnnxTensor input : tensors.inputs().values()) {
				blackhole.consume(input);
			}
			blackhole.consume(tensors.pinned());
		}
	}

}
