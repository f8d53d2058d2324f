package dev.semblance.encoders.internal.optimizer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.semblance.encoders.internal.graph.ElementType;
import dev.semblance.encoders.internal.graph.GraphNode;
import dev.semblance.encoders.internal.graph.GraphTensor;
import dev.semblance.encoders.internal.graph.NodeAttribute;
import dev.semblance.encoders.internal.graph.OnnxGraph;
import org.jspecify.annotations.Nullable;

/**
 * Replaces looking up words, places and token types by {@code EmbedLayerNormalization}.
 */
final class EmbeddingFusion {

	static final String OPERATOR = "EmbedLayerNormalization";

	private final OnnxGraph graph;

	private final ProbeBatch batch;

	private final SeenTensors seen;

	private final Origin.Finder origins;

	EmbeddingFusion(OnnxGraph graph, ProbeBatch batch, Map<String, ProbedTensor> seen) {
		this.origins = new Origin.Finder(new Numbers(graph), "");
		this.graph = graph;
		this.batch = batch;
		this.seen = new SeenTensors(seen);
	}

	/**
	 * Replaces the nodes of a match.
	 * @throws UnrecognizedException if its tensors are not what they were taken for
	 */
	void fuse(EmbeddingMatch match) throws UnrecognizedException {
		GraphNode types = types(match);
		GraphNode places = match.others().stream().filter((lookup) -> lookup != types).findFirst().orElseThrow();
		List<Long> placed = shape(places.input(1));
		if (placed.size() != 2 || placed.get(1) != this.batch.tokens()) {
			throw new UnrecognizedException("places have the shape %s".formatted(placed));
		}
		if (types != null) {
			requireNoneNegative(types.input(1));
		}
		GraphNode normalization = match.normalization();
		List<String> inputs = new ArrayList<>();
		inputs.add(wholes(match.words().input(1)));
		inputs.add((types != null) ? wholes(types.input(1)) : "");
		inputs.add(match.words().input(0));
		inputs.add(places.input(0));
		inputs.add((types != null) ? types.input(0) : "");
		inputs.add(normalization.input(1));
		inputs.add(normalization.input(2));
		if (!isRunning(places.input(1))) {
			requireNoneNegative(places.input(1));
			inputs.addAll(List.of("", wholes(places.input(1))));
		}
		this.graph.remove(normalization);
		// The second output is an index of the mask, which nothing asks for.
		this.graph.add(new GraphNode(this.graph.newName(OPERATOR), GraphNode.CONTRIBUTED, OPERATOR, inputs,
				List.of(normalization.output(), this.graph.newName("unused")), Map.of("epsilon",
						new NodeAttribute.Real(NodeAttribute.real(normalization.attribute("epsilon"), 1e-5f)))));
	}

	/** The sum is the same whichever table is which, but types must be there in full. */
	private @Nullable GraphNode types(EmbeddingMatch match) throws UnrecognizedException {
		if (match.others().size() == 1) {
			return null;
		}
		List<Long> full = List.of((long) this.batch.texts(), (long) this.batch.tokens());
		List<GraphNode> candidates = new ArrayList<>();
		for (GraphNode lookup : match.others()) {
			if (shape(lookup.input(1)).equals(full) && !isRunning(lookup.input(1))) {
				candidates.add(lookup);
			}
		}
		return candidates.stream()
			.min(Comparator.comparing(this::rows))
			.orElseThrow(() -> new UnrecognizedException("none of its tables is that of token types"));
	}

	private long rows(GraphNode lookup) {
		GraphTensor table = this.graph.constant(lookup.input(0));
		return (table != null) ? table.dimensions().get(0) : Long.MAX_VALUE;
	}

	private List<Long> shape(String name) throws UnrecognizedException {
		return this.seen.get(name).shape();
	}

	/** Whether places are 0, 1, 2 and so on, whatever the texts are. */
	private boolean isRunning(String name) throws UnrecognizedException {
		if (this.origins.of(name) != Origin.PLACES || shape(name).get(0) != 1) {
			return false;
		}
		float[] values = this.seen.get(name).values();
		for (int i = 0; i < values.length; i++) {
			if (values[i] != i) {
				return false;
			}
		}
		return values.length > 0;
	}

	/**
	 * The operator takes no index from the end of a table, which may come up only in
	 * other texts than those that were seen.
	 */
	private void requireNoneNegative(String name) throws UnrecognizedException {
		Set<String> seen = new HashSet<>();
		Deque<String> open = new ArrayDeque<>(List.of(name));
		while (!open.isEmpty()) {
			String tensor = open.pop();
			GraphNode node = this.graph.producer(tensor);
			if (node != null && !node.is("Shape") && seen.add(tensor)) {
				if (node.is("Sub") || node.is("Neg")) {
					throw new UnrecognizedException("rows of a table are counted by %s".formatted(node));
				}
				node.inputs().forEach(open::push);
			}
		}
		for (float value : this.seen.get(name).values()) {
			if (value < 0) {
				throw new UnrecognizedException("row %.0f of a table is asked for".formatted(value));
			}
		}
	}

	/** The operator takes 32-bit integers. */
	private String wholes(String name) {
		String cast = this.graph.newName("Cast");
		this.graph.add(new GraphNode(cast, "", "Cast", List.of(name), List.of(cast),
				Map.of("to", new NodeAttribute.Whole(ElementType.INT32.code()))));
		return cast;
	}

}
