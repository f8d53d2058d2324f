package dev.semblance.benchmarks.gpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.semblance.encoders.CrossEncoder;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.Device;
import dev.semblance.encoders.InferenceRuntime;
import dev.semblance.encoders.ModelPrecision;

/**
 * What the parts work on.
 *
 * @param device where models run
 * @param model folder of the embedder
 * @param reranker folder of the reranker
 * @param precisions in which numbers they compute
 * @param texts folder of the texts, a file for each length, one text per line
 * @param lengths names of these files
 * @param maxLength tokens of the longest text
 * @param amounts how much is measured
 */
record Work(Device device, Path model, Path reranker, List<ModelPrecision> precisions, Path texts, List<String> lengths,
		int maxLength, Amounts amounts) {

	/** The texts of all lengths. */
	static final String MIXED = "mixed";

	/** From a few words to more than a model takes. */
	static final String VARIED = "varied";

	/** What users ask. */
	static final String QUERIES = "queries";

	/**
	 * How much is measured.
	 *
	 * @param seconds how long a round takes
	 * @param rounds how many rounds of throughput there are
	 * @param queries how many single queries
	 * @param callers how many threads call at the same time
	 * @param alternations how many turns embedder and reranker take
	 * @param sampleEvery after how many turns memory is read
	 */
	record Amounts(double seconds, int rounds, int queries, int callers, int alternations, int sampleEvery) {
	}

	List<String> texts(String length) throws IOException {
		return Files.readAllLines(this.texts.resolve(length + ".txt"));
	}

	DenseEncoder embedder(ModelPrecision precision) {
		return embedder(precision, this.device);
	}

	DenseEncoder embedder(ModelPrecision precision, Device on) {
		return DenseEncoder.builder(this.model.toString())
			.device(on)
			.precision(precision)
			.maxLength(this.maxLength)
			.build();
	}

	/**
	 * Loads the embedder to run in batches of another size than it would choose.
	 * @param precision in which numbers it computes
	 * @param tokenBudget tokens of one batch
	 * @param runtime the runtime to run in
	 * @return the embedder
	 */
	DenseEncoder embedder(ModelPrecision precision, int tokenBudget, InferenceRuntime runtime) {
		return DenseEncoder.builder(this.model.toString())
			.device(this.device)
			.precision(precision)
			.maxLength(this.maxLength)
			.tokenBudget(tokenBudget)
			.runtime(runtime)
			.build();
	}

	/**
	 * Loads the embedder with its graph as it is, or rewritten.
	 * @param precision in which numbers it computes
	 * @param optimized whether the graph is rewritten
	 * @param on where it runs
	 * @param runtime the runtime to run in
	 * @return the embedder
	 */
	DenseEncoder embedder(ModelPrecision precision, boolean optimized, Device on, InferenceRuntime runtime) {
		return DenseEncoder.builder(this.model.toString())
			.device(on)
			.precision(precision)
			.optimized(optimized)
			.maxLength(this.maxLength)
			.runtime(runtime)
			.build();
	}

	CrossEncoder reranker(ModelPrecision precision, Device on) {
		return CrossEncoder.builder(this.reranker.toString())
			.device(on)
			.precision(precision)
			.maxLength(this.maxLength)
			.build();
	}

	/**
	 * Tells how large the embedder is.
	 * @param precision in which numbers it computes
	 * @return bytes of its ONNX file
	 * @throws IOException if it has none
	 */
	long modelSize(ModelPrecision precision) throws IOException {
		String name = (precision == ModelPrecision.FP16) ? "model_fp16.onnx" : "model.onnx";
		return Files.size(this.model.resolve("onnx").resolve(name));
	}

}
