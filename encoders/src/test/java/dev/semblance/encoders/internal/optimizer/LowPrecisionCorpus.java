package dev.semblance.encoders.internal.optimizer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import dev.semblance.encoders.ModelPrecision;
import dev.semblance.encoders.internal.graph.GraphFiles;
import dev.semblance.encoders.internal.graph.OnnxGraph;
import dev.semblance.encoders.internal.graph.OnnxGraphReader;
import dev.semblance.encoders.internal.graph.WeightReader;
import dev.semblance.encoders.internal.runtime.ProbeSession;

/**
 * Rewrites models of the parity corpus, and compares what they give.
 */
final class LowPrecisionCorpus {

	private static final ProbeBatch BATCH = ProbeBatch.of(60, 1, 2, 13, 2, 9, 13, 5);

	private LowPrecisionCorpus() {
	}

	static Stream<Path> models() throws IOException {
		List<Path> models;
		try (Stream<Path> files = Files.walk(Path.of("src/test/resources/parity"))) {
			models = files.filter((file) -> file.endsWith("model.onnx")).sorted().toList();
		}
		Set<Long> sizes = new HashSet<>();
		// Most models of the corpus are one transformer with other modules behind it.
		return models.stream().filter((file) -> sizes.add(file.toFile().length()));
	}

	/** The model with fused nodes, in a folder. */
	static Path fused(Path onnx, Path folder) throws IOException {
		new TransformerOptimizer(ProbeSession::open).optimize(bytes(onnx), new WeightReader(onnx.getParent()),
				onnx.toString(), new OptimizationTarget(ModelPrecision.FP32, false, false, false), folder);
		return folder.resolve(GraphFiles.GRAPH);
	}

	/** The smallest cosine of rows after a model is rewritten. */
	static double leastCosine(Path onnx, Path folder, Rewriting rewriting) throws IOException {
		OnnxGraph graph = read(onnx);
		Set<String> outputs = new HashSet<>(graph.outputs());
		Map<String, ProbedTensor> before = run(onnx, outputs);
		WeightReader reader = new WeightReader(onnx.getParent());
		rewriting.rewrite(graph, reader);
		GraphFiles.write(graph, reader, folder);
		Map<String, ProbedTensor> after = run(folder.resolve(GraphFiles.GRAPH), outputs);
		double least = 1;
		for (String output : outputs) {
			least = Math.min(least,
					leastCosine(Objects.requireNonNull(before.get(output)), Objects.requireNonNull(after.get(output))));
		}
		return least;
	}

	static OnnxGraph read(Path onnx) throws IOException {
		return OnnxGraphReader.read(bytes(onnx));
	}

	private static Map<String, ProbedTensor> run(Path onnx, Set<String> outputs) throws IOException {
		try (ProbeSession session = ProbeSession.open(bytes(onnx), Objects.requireNonNull(onnx.getParent()),
				onnx.toString())) {
			return session.run(BATCH, outputs);
		}
	}

	private static double leastCosine(ProbedTensor before, ProbedTensor after) {
		if (!before.shape().equals(after.shape())) {
			return 0;
		}
		int length = Math.toIntExact(before.shape().get(before.shape().size() - 1));
		// A single number is compared with the others of its batch.
		length = (length < 16) ? before.values().length : length;
		double least = 1;
		for (int row = 0; row < before.values().length / length; row++) {
			if (length == before.values().length || before.shape().size() != 3 || !isPadding(row)) {
				least = Math.min(least, cosine(before.values(), after.values(), row * length, length));
			}
		}
		return least;
	}

	private static boolean isPadding(int row) {
		return BATCH.mask()[row / BATCH.tokens()][row % BATCH.tokens()] == 0;
	}

	private static double cosine(float[] first, float[] second, int from, int length) {
		double product = 0;
		double square = 0;
		double otherSquare = 0;
		for (int i = from; i < from + length; i++) {
			product += (double) first[i] * second[i];
			square += (double) first[i] * first[i];
			otherSquare += (double) second[i] * second[i];
		}
		return product / Math.sqrt(square * otherSquare);
	}

	private static ByteBuffer bytes(Path onnx) throws IOException {
		byte[] bytes = Files.readAllBytes(onnx);
		return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
	}

	@FunctionalInterface
	interface Rewriting {

		void rewrite(OnnxGraph graph, WeightReader reader) throws IOException;

	}

}
