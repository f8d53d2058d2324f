package dev.semblance.encoders.internal.optimizer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.semblance.encoders.internal.graph.ElementType;
import dev.semblance.encoders.internal.graph.GraphNode;
import dev.semblance.encoders.internal.graph.GraphTensor;
import dev.semblance.encoders.internal.graph.NodeAttribute;
import dev.semblance.encoders.internal.graph.OnnxGraph;
import dev.semblance.encoders.internal.onnx.ModelInputs;

/**
 * Takes padding out of a fused graph, so that a batch of texts of different lengths costs
 * no more than its tokens. Between the embedding and what needs whole texts again, rows
 * of all texts lie one after the other, and attention is told where each text begins.
 * <p>
 * Only CUDA has these operators. They count the tokens of a text and take as many from
 * its front, so the graph must be given texts that are <em>padded on the right</em>. The
 * rows of padding are zeros afterwards, so it must not be used either for a model whose
 * vectors of tokens that nobody attends to are wanted, as late interaction wants those of
 * queries it has filled up.
 */
final class Unpadding {

	static final String ATTENTION = "PackedMultiHeadAttention";

	static final String REMOVE = "RemovePadding";

	static final String RESTORE = "RestorePadding";

	/** What both forms of attention understand. */
	private static final Set<String> ATTRIBUTES = Set.of("num_heads", "scale", "mask_filter_value");

	/** {@code ReduceSum} takes its axes as an input from here on. */
	private static final int AXES_AS_INPUT = 13;

	private final OnnxGraph graph;

	private final RowWise rowWise;

	/**
	 * Nodes that are to work on rows without padding, and the tensors that are such rows.
	 */
	private final Set<GraphNode> packedNodes = new LinkedHashSet<>();

	private final Set<String> packed = new LinkedHashSet<>();

	/** Names of the rows without padding, by what the tensor is called in the graph. */
	private final Map<String, String> renamed = new HashMap<>();

	private Unpadding(OnnxGraph graph) {
		this.graph = graph;
		this.rowWise = new RowWise(graph);
	}

	/**
	 * Takes padding out, or leaves the graph as it is.
	 * @param graph the graph, whose attention is fused already
	 * @return why padding stays, in one sentence; nothing if it does not
	 */
	static List<String> apply(OnnxGraph graph) {
		try {
			new Unpadding(graph).apply();
			return List.of();
		}
		catch (UnrecognizedException ex) {
			return List.of("Padding stays in the graph: %s.".formatted(ex.getMessage()));
		}
	}

	private void apply() throws UnrecognizedException {
		List<GraphNode> sorted = this.graph.sortedNodes();
		List<GraphNode> attentions = sorted.stream().filter(Unpadding::isAttention).toList();
		if (attentions.isEmpty()) {
			throw new UnrecognizedException("it has no fused attention");
		}
		String mask = mask(attentions);
		String first = firstRows(attentions.get(0));
		pack(first, sorted);
		for (GraphNode attention : attentions) {
			if (!this.packedNodes.contains(attention)) {
				throw new UnrecognizedException(
						"queries, keys or values of %s do not come row by row from the embedding".formatted(attention));
			}
		}
		rewrite(first, mask);
	}

	private static boolean isAttention(GraphNode node) {
		return node.operator().equals(AttentionFusion.OPERATOR);
	}

	/** Queries, keys and values. */
	private static List<String> attended(GraphNode attention) {
		return List.of(attention.input(0), attention.input(1), attention.input(2));
	}

	/** Without the mask, tokens attend to padding, and would not see it any more. */
	private String mask(List<GraphNode> attentions) throws UnrecognizedException {
		String mask = attentions.get(0).input(AttentionFusion.KEY_MASK_INPUT);
		for (GraphNode attention : attentions) {
			GraphNode cast = this.graph.producer(mask, "Cast");
			if (!attention.input(AttentionFusion.KEY_MASK_INPUT).equals(mask) || cast == null
					|| !cast.input(0).equals(ModelInputs.ATTENTION_MASK)) {
				throw new UnrecognizedException("%s leaves out something else than padding".formatted(attention));
			}
			requirePackable(attention);
		}
		return mask;
	}

	private static void requirePackable(GraphNode attention) throws UnrecognizedException {
		boolean past = attention.inputs()
			.stream()
			.skip(AttentionFusion.SCORE_BIAS_INPUT + 1)
			.anyMatch((input) -> !input.isEmpty());
		boolean more = attention.outputs().stream().skip(1).anyMatch((output) -> !output.isEmpty());
		if (past || more || !ATTRIBUTES.containsAll(attention.attributes().keySet())) {
			throw new UnrecognizedException("%s does more than attend to the batch's tokens".formatted(attention));
		}
	}

	/**
	 * Goes back from the first queries, as long as rows are made of rows of one other
	 * tensor: tables of places may be there once for all texts.
	 */
	private String firstRows(GraphNode attention) {
		String name = attention.input(0);
		for (GraphNode node = this.graph.producer(name); node != null; node = this.graph.producer(name)) {
			List<String> rows = this.rowWise.rows(node);
			if (rows.size() != 1 || !name.equals(node.output())) {
				break;
			}
			name = rows.get(0);
		}
		return name;
	}

	private void pack(String first, List<GraphNode> sorted) {
		this.packed.add(first);
		for (GraphNode node : sorted) {
			List<String> rows = isAttention(node) ? attended(node) : this.rowWise.rows(node);
			if (!rows.isEmpty() && this.packed.containsAll(rows)) {
				this.packedNodes.add(node);
				node.outputs().stream().filter((output) -> !output.isEmpty()).forEach(this.packed::add);
			}
		}
	}

	private void rewrite(String first, String mask) {
		Set<String> whole = neededWhole();
		String rows = this.graph.newName("rows");
		String offsets = this.graph.newName("token_offsets");
		String starts = this.graph.newName("text_starts");
		whole.forEach((name) -> this.renamed.put(name, this.graph.newName("rows")));
		this.renamed.put(first, rows);
		for (GraphNode node : this.packedNodes) {
			this.graph.remove(node);
			this.graph
				.add(isAttention(node) ? attention(node, offsets, starts) : new GraphNode(node.name(), node.domain(),
						node.operator(), renamed(node.inputs()), renamed(node.outputs()), node.attributes()));
		}
		add(REMOVE, List.of(first, counts(mask)), List.of(rows, offsets, starts, this.graph.newName("longest_text")));
		for (String name : whole) {
			// The first rows are there with padding, too.
			if (!name.equals(first)) {
				add(RESTORE, List.of(renamed(List.of(name)).get(0), offsets), List.of(name));
			}
		}
		this.graph.removeUnused();
	}

	/** Rows that something needs text by text. */
	private Set<String> neededWhole() {
		Set<String> whole = new LinkedHashSet<>();
		for (String name : this.packed) {
			if (this.graph.isOutput(name) || !this.packedNodes.containsAll(this.graph.consumers(name))) {
				whole.add(name);
			}
		}
		return whole;
	}

	private GraphNode attention(GraphNode node, String offsets, String starts) {
		List<String> inputs = new ArrayList<>(renamed(attended(node)));
		inputs.addAll(List.of(node.input(3), offsets, starts));
		if (!node.input(AttentionFusion.SCORE_BIAS_INPUT).isEmpty()) {
			inputs.add(node.input(AttentionFusion.SCORE_BIAS_INPUT));
		}
		return new GraphNode(node.name(), GraphNode.CONTRIBUTED, ATTENTION, inputs, renamed(node.outputs()),
				node.attributes());
	}

	private List<String> renamed(List<String> names) {
		return names.stream().map((name) -> this.renamed.getOrDefault(name, name)).toList();
	}

	/** The number of tokens of each text. */
	private String counts(String mask) {
		String counts = this.graph.newName("token_counts");
		Map<String, NodeAttribute> attributes = new HashMap<>(Map.of("keepdims", new NodeAttribute.Whole(0)));
		List<String> inputs = new ArrayList<>(List.of(mask));
		if (this.graph.header().operatorSet() >= AXES_AS_INPUT) {
			inputs.add(this.graph.put(GraphTensor.ofLongs(this.graph.newName("axis"), List.of(1L), 1)));
		}
		else {
			attributes.put("axes", new NodeAttribute.Wholes(List.of(1L)));
		}
		this.graph.add(new GraphNode(counts, "", "ReduceSum", inputs, List.of(counts), attributes));
		return counts;
	}

	private void add(String operator, List<String> inputs, List<String> outputs) {
		this.graph.add(new GraphNode(this.graph.newName(operator), GraphNode.CONTRIBUTED, operator, inputs, outputs,
				Map.of()));
	}

}
