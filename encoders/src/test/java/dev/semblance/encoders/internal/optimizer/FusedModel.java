package dev.semblance.encoders.internal.optimizer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.semblance.encoders.ModelPrecision;
import dev.semblance.encoders.internal.graph.GraphFiles;
import dev.semblance.encoders.internal.graph.OnnxGraph;
import dev.semblance.encoders.internal.graph.OnnxGraphReader;
import dev.semblance.encoders.internal.graph.OnnxGraphWriter;
import dev.semblance.encoders.internal.graph.WeightReader;
import dev.semblance.encoders.internal.runtime.ProbeSession;

/**
 * A model among the test resources, fused.
 *
 * @param report what became of it
 * @param folder where its files are
 */
record FusedModel(FusionReport report, Path folder) {

	/** The folder of resources. */
	static final Path RESOURCES = Path.of("src/test/resources");

	/**
	 * Fuses a model.
	 * @param name its file below the resources, or a real model's name
	 * @param folder an empty folder
	 * @return the fused model
	 */
	static FusedModel of(String name, Path folder) throws IOException {
		Path file = RESOURCES.resolve(name);
		FusionReport report = new TransformerOptimizer(ProbeSession::open).optimize(bytes(name),
				new WeightReader(file.getParent()), name,
				new OptimizationTarget(ModelPrecision.FP32, false, false, false), folder);
		return new FusedModel(report, folder);
	}

	/**
	 * Reads the file of a model as it was exported.
	 * @param name its file below the resources, or a real model's name
	 * @return its bytes
	 */
	static ByteBuffer bytes(String name) throws IOException {
		Path file = RESOURCES.resolve(name);
		if (Files.exists(file)) {
			return ByteBuffer.wrap(Files.readAllBytes(file));
		}
		try (InputStream resource = FusedModel.class.getResourceAsStream("/" + name + ".onnx")) {
			return ByteBuffer.wrap(Objects.requireNonNull(resource, name).readAllBytes());
		}
	}

	/**
	 * Reads the graph anew.
	 */
	OnnxGraph graph() throws IOException {
		return OnnxGraphReader.read(ByteBuffer.wrap(Files.readAllBytes(this.folder.resolve(GraphFiles.GRAPH))));
	}

	/**
	 * Runs a graph that has this model's weights.
	 * @return its outputs
	 */
	Map<String, ProbedTensor> run(OnnxGraph graph, ProbeBatch batch) {
		ByteBuffer onnx = OnnxGraphWriter.join(OnnxGraphWriter.write(graph));
		try (ProbeSession session = ProbeSession.open(onnx, this.folder, "The graph")) {
			return session.run(batch, Set.copyOf(graph.outputs()));
		}
	}

}
