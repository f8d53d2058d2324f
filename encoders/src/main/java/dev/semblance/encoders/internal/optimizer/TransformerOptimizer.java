package dev.semblance.encoders.internal.optimizer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import dev.semblance.encoders.InvalidModelException;
import dev.semblance.encoders.ModelPrecision;
import dev.semblance.encoders.internal.graph.GraphFiles;
import dev.semblance.encoders.internal.graph.OnnxGraph;
import dev.semblance.encoders.internal.graph.OnnxGraphReader;
import dev.semblance.encoders.internal.graph.OnnxGraphWriter;
import dev.semblance.encoders.internal.graph.WeightReader;
import dev.semblance.encoders.internal.onnx.ModelInputs;

/**
 * Rewrites the graph of a transformer, and compares what comes out of it with what came
 * out before: a graph that gives something else is never handed out. Safe for concurrent
 * use.
 */
public final class TransformerOptimizer {

	/** Where weights are kept in single precision until they are converted. */
	private static final String SINGLE_PRECISION = "single";

	/** A text of several tokens beside shorter ones, and a batch without padding. */
	private static final int[][] LENGTHS = { { 11, 7, 4 }, { 5 } };

	private final Probe.Opener opener;

	private final Rewriting rewriting;

	/**
	 * Creates an optimizer.
	 * @param opener opens graphs to run them
	 */
	public TransformerOptimizer(Probe.Opener opener) {
		this(opener, TransformerFusion::fuse);
	}

	TransformerOptimizer(Probe.Opener opener, Rewriting rewriting) {
		this.opener = opener;
		this.rewriting = rewriting;
	}

	/**
	 * Rewrites a graph.
	 * @param onnx the ONNX file, from position to limit
	 * @param external reads weights beside it
	 * @param name names it in messages
	 * @param target what it is rewritten for
	 * @param folder an empty folder, into which the graph is written
	 * @return what became of it
	 * @throws InvalidModelException if it is no graph of a transformer, cannot be run, or
	 * gives something else once it is rewritten; the folder is of no use then
	 * @throws IOException if the folder cannot be written
	 */
	public FusionReport optimize(ByteBuffer onnx, WeightReader external, String name, OptimizationTarget target,
			Path folder) throws IOException {
		OnnxGraph graph = read(onnx, name);
		boolean single = target.precision() == ModelPrecision.FP32;
		Path weights = single ? folder : Files.createDirectory(folder.resolve(SINGLE_PRECISION));
		// From here on, weights are mapped into memory, and held by nobody.
		GraphFiles.writeWeights(graph, external, weights);
		ByteBuffer original = OnnxGraphWriter.join(OnnxGraphWriter.write(graph));
		TransformerFusion fusion = new TransformerFusion(graph);
		Set<String> unseen = fusion.prepare();
		List<ProbeBatch> batches = batches(graph);
		List<Map<String, ProbedTensor>> seen = look(original, weights, name, batches, graph.outputs(), unseen);
		FusionReport report = this.rewriting.rewrite(fusion, batches.get(0), seen.get(0));
		if (!single) {
			report = report.with(graph, lower(graph, new WeightReader(weights), name, target, batches));
			GraphFiles.writeWeights(graph, new WeightReader(weights), folder);
			Files.delete(weights.resolve(GraphFiles.WEIGHTS));
			Files.delete(weights);
		}
		verify(graph, folder, name, batches, seen, target.precision());
		if (target.unpadded()) {
			// No CPU can run what comes out of it, so it comes after the comparison.
			List<String> remarks = Unpadding.apply(graph);
			report = report.with(graph, remarks);
		}
		if (target.cuda() && graph.nodes(Unpadding.REMOVE).isEmpty()) {
			MaskChoice.add(graph);
			verify(graph, folder, name, batches, seen, target.precision());
		}
		GraphFiles.writeNodes(graph, folder);
		return report;
	}

	/** Returns what must stay in single precision. */
	private List<String> lower(OnnxGraph graph, WeightReader weights, String name, OptimizationTarget target,
			List<ProbeBatch> batches) throws IOException {
		if (target.precision() == ModelPrecision.INT8) {
			new DynamicQuantization(weights, target.reducedRange()).quantize(graph);
			return List.of();
		}
		Set<String> activations = HalfPrecision.activations(graph);
		ByteBuffer fused = OnnxGraphWriter.join(OnnxGraphWriter.write(graph));
		Path folder = Objects.requireNonNull(weights.folder());
		Map<String, Float> largest = new HashMap<>();
		look(fused, folder, name, batches, List.of(), activations)
			.forEach((seen) -> seen.forEach((tensor, values) -> largest.merge(tensor, values.largest(), Math::max)));
		return new HalfPrecision(weights).convert(graph, largest);
	}

	private static OnnxGraph read(ByteBuffer onnx, String name) {
		try {
			return OnnxGraphReader.read(onnx);
		}
		catch (IOException ex) {
			throw new InvalidModelException("%s is not a readable ONNX file: %s.".formatted(name, ex.getMessage()),
					"Fetch the file again.", ex);
		}
	}

	private static List<ProbeBatch> batches(OnnxGraph graph) {
		long words = rows(graph, ModelInputs.INPUT_IDS, 1_000);
		long types = rows(graph, ModelInputs.TOKEN_TYPE_IDS, 1);
		long paddingId = Math.min(1, words - 1);
		return List.of(ProbeBatch.of(words, paddingId, types, LENGTHS[0]),
				ProbeBatch.of(words, paddingId, types, LENGTHS[1]));
	}

	private static long rows(OnnxGraph graph, String input, long otherwise) {
		return graph.consumers(input)
			.stream()
			.filter((node) -> node.is("Gather"))
			.map((node) -> graph.constant(node.input(0)))
			.filter((table) -> table != null && table.dimensions().size() == 2)
			.mapToLong((table) -> table.dimensions().get(0))
			.findFirst()
			.orElse(otherwise);
	}

	private List<Map<String, ProbedTensor>> look(ByteBuffer onnx, Path folder, String name, List<ProbeBatch> batches,
			List<String> outputs, Set<String> unseen) {
		ByteBuffer extended = OnnxGraphWriter.join(List.of(onnx, OnnxGraphWriter.outputs(unseen)));
		Set<String> wanted = new LinkedHashSet<>(outputs);
		wanted.addAll(unseen);
		try (Probe probe = this.opener.open(extended, folder, name)) {
			return batches.stream().map((batch) -> probe.run(batch, wanted)).toList();
		}
	}

	private void verify(OnnxGraph graph, Path folder, String name, List<ProbeBatch> batches,
			List<Map<String, ProbedTensor>> seen, ModelPrecision precision) {
		Deviation allowed = Deviation.allowed(precision);
		Set<String> outputs = new HashSet<>(graph.outputs());
		try (Probe probe = this.opener.open(OnnxGraphWriter.join(OnnxGraphWriter.write(graph)), folder, name)) {
			for (int i = 0; i < batches.size(); i++) {
				Map<String, ProbedTensor> before = new HashMap<>(seen.get(i));
				before.keySet().retainAll(outputs);
				if (before.size() < outputs.size()) {
					throw new InvalidModelException(
							"%s gives something else than numbers, which nobody can compare.".formatted(name),
							"Use the model as it is.");
				}
				Optional<String> exceeded = allowed.exceeded(batches.get(i), before,
						probe.run(batches.get(i), outputs));
				if (exceeded.isPresent()) {
					throw new InvalidModelException("%s %s once it is rewritten.".formatted(name, exceeded.get()),
							"Use the model as it is.");
				}
			}
		}
	}

	/**
	 * Rewrites a graph once its tensors were seen.
	 */
	@FunctionalInterface
	interface Rewriting {

		FusionReport rewrite(TransformerFusion fusion, ProbeBatch batch, Map<String, ProbedTensor> seen);

	}

}
