package dev.semblance.encoders.internal.optimizer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.semblance.encoders.internal.graph.GraphNode;
import dev.semblance.encoders.internal.graph.OnnxGraph;
import dev.semblance.encoders.internal.onnx.ModelInputs;
import org.jspecify.annotations.Nullable;

/**
 * Fuses the nodes of a transformer: first what can be told by looking at them, then what
 * must be seen in a run. What is not recognised stays as it is. Not safe for concurrent
 * use.
 */
final class TransformerFusion {

	private final OnnxGraph graph;

	private final Map<String, Integer> before;

	private final List<String> unrecognized = new ArrayList<>();

	private final List<AttentionMatch> attentions = new ArrayList<>();

	private final List<EmbeddingMatch> embeddings = new ArrayList<>();

	TransformerFusion(OnnxGraph graph) {
		this.graph = graph;
		this.before = FusionReport.operators(graph);
	}

	OnnxGraph graph() {
		return this.graph;
	}

	/**
	 * Fuses what needs no run, and looks for the rest.
	 * @return names of the tensors that must be seen in a run
	 */
	Set<String> prepare() {
		new GraphCleanup().apply(this.graph);
		new LayerNormalizationFusion().apply(this.graph);
		new GeluFusion().apply(this.graph);
		this.graph.removeUnused();
		Set<String> unseen = new LinkedHashSet<>();
		for (GraphNode softmax : this.graph.nodes("Softmax")) {
			attempt(softmax, () -> this.attentions.add(AttentionMatcher.match(this.graph, softmax)));
		}
		for (GraphNode normalization : this.graph.nodes(LayerNormalizationFusion.OPERATOR)) {
			GraphNode lookup = firstLookup(normalization.input(0));
			if (lookup != null) {
				attempt(normalization, () -> this.embeddings
					.add(EmbeddingMatch.match(this.graph, normalization, ModelInputs.INPUT_IDS)));
			}
		}
		this.attentions.forEach((match) -> unseen.addAll(match.unseen()));
		this.embeddings.forEach((match) -> unseen.addAll(match.unseen()));
		// Outputs are seen anyway.
		unseen.removeIf((name) -> this.graph.producer(name) == null || this.graph.isOutput(name));
		return unseen;
	}

	private @Nullable GraphNode firstLookup(String name) {
		GraphNode node = this.graph.producer(name);
		while (node != null && node.is("Add")) {
			node = this.graph.producer(node.input(0));
		}
		return (node != null && node.is("Gather")) ? node : null;
	}

	/**
	 * Fuses what was found.
	 * @param batch what was run
	 * @param seenInRun what was seen
	 * @return what became of the graph
	 */
	FusionReport fuse(ProbeBatch batch, Map<String, ProbedTensor> seenInRun) {
		Map<String, ProbedTensor> seen = new HashMap<>(seenInRun);
		this.graph.inputs().forEach((input) -> seen.put(input, batch.input(input)));
		AttentionFusion attention = new AttentionFusion(this.graph, batch, seen, ModelInputs.ATTENTION_MASK);
		for (AttentionMatch match : this.attentions) {
			attempt(match.last(), () -> attention.fuse(match));
		}
		EmbeddingFusion embedding = new EmbeddingFusion(this.graph, batch, seen);
		for (EmbeddingMatch match : this.embeddings) {
			attempt(match.normalization(), () -> embedding.fuse(match));
		}
		this.graph.removeUnused();
		new SkipLayerNormalizationFusion().apply(this.graph);
		this.graph.removeUnused();
		return new FusionReport(this.before, FusionReport.operators(this.graph), this.unrecognized);
	}

	private void attempt(GraphNode node, Attempt attempt) {
		try {
			attempt.run();
		}
		catch (UnrecognizedException ex) {
			this.unrecognized.add("%s stays as it is: %s.".formatted(node, ex.getMessage()));
		}
	}

	@FunctionalInterface
	private interface Attempt {

		void run() throws UnrecognizedException;

	}

}
