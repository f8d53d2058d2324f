package dev.semblance.encoders.internal.optimizer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.semblance.encoders.internal.graph.ElementType;
import dev.semblance.encoders.internal.graph.GraphNode;
import dev.semblance.encoders.internal.graph.GraphTensor;
import dev.semblance.encoders.internal.graph.OnnxGraph;
import dev.semblance.encoders.internal.weights.HalfFloat;

/**
 * Decides which nodes of a graph compute in half precision: products, fused kernels,
 * which sum in single precision inside, and what moves elements around. Arithmetic that
 * was not fused follows the nodes around it, so that a spelled-out normalization or
 * softmax stays in single precision as a whole. Masks and positions stay there too, up to
 * where they meet an activation: positions above 2048 have no place in half precision.
 *
 * @see <a href="https://github.com/microsoft/onnxruntime/pull/28682">Since ONNX Runtime
 * 1.27, fused normalizations sum in single precision on CUDA</a>
 */
final class PrecisionPlan {

	/** Sums of a few of these are still numbers in half precision. */
	private static final float LARGEST_ACTIVATION = HalfFloat.MAX_VALUE / 4;

	private static final Set<String> IN_HALF = Set.of("Abs", "Add", "BiasGelu", "Concat", "Div",
			"EmbedLayerNormalization", "Expand", "FastGelu", "Flatten", "Gather", "GatherElements", "GatherND", "Gelu",
			"Gemm", "Identity", "LayerNormalization", "MatMul", "Max", "Min", "Mul", "MultiHeadAttention", "Neg",
			"QuickGelu", "Relu", "Reshape", "RotaryEmbedding", "Sigmoid", "SimplifiedLayerNormalization",
			"SkipLayerNormalization", "SkipSimplifiedLayerNormalization", "Slice", "Split", "Squeeze", "Sub", "Tanh",
			"Tile", "Transpose", "Unsqueeze", "Where");

	/** Nodes that compute in the precision of those around them. */
	private static final Set<String> FOLLOWING = Set.of("Abs", "Add", "Div", "Max", "Min", "Mul", "Neg", "Sub",
			"Where");

	/** Looking up rows of a table is where activations come from. */
	private static final Set<String> LOOKUPS = Set.of("EmbedLayerNormalization", "Gather", "GatherElements",
			"GatherND");

	/** To these, a number beyond the range only means that something is left out. */
	private static final Set<String> MASKING = Set.of("Add", "Where");

	/** Nodes that ask for no elements. */
	private static final Set<String> INDIFFERENT = Set.of("Shape", "Size");

	private final OnnxGraph graph;

	private final TensorTypes types;

	private final Map<String, Float> seenMaxima;

	private final Map<String, Float> weightMaxima;

	private final Set<String> layout = new HashSet<>();

	private final Set<GraphNode> half = new LinkedHashSet<>();

	private final List<String> beyondRange = new ArrayList<>();

	private PrecisionPlan(OnnxGraph graph, TensorTypes types, Map<String, Float> seenMaxima,
			Map<String, Float> weightMaxima) {
		this.graph = graph;
		this.types = types;
		this.seenMaxima = seenMaxima;
		this.weightMaxima = weightMaxima;
	}

	/**
	 * Makes a plan.
	 * @param graph the graph
	 * @param sortedNodes its nodes, each after those it depends on
	 * @param types the types of its tensors
	 * @param weights goes through its constants
	 * @param seenMaxima the largest magnitudes of tensors that were seen in runs
	 * @throws IOException if constants cannot be read
	 */
	static PrecisionPlan of(OnnxGraph graph, List<GraphNode> sortedNodes, TensorTypes types, FloatWeights weights,
			Map<String, Float> seenMaxima) throws IOException {
		Map<String, Float> weightMaxima = new HashMap<>();
		for (GraphTensor constant : graph.constants().values()) {
			if (constant.is(ElementType.FLOAT)) {
				weightMaxima.put(constant.name(), weights.largest(constant));
			}
		}
		PrecisionPlan plan = new PrecisionPlan(graph, types, seenMaxima, weightMaxima);
		for (GraphNode node : sortedNodes) {
			if (plan.isOfLayout(node)) {
				plan.layout.addAll(node.outputs());
			}
			else if (plan.canBeHalf(node)) {
				plan.half.add(node);
			}
		}
		boolean changed = true;
		while (changed) {
			changed = plan.half.removeIf((node) -> FOLLOWING.contains(node.operator()) && plan.followsSingle(node));
		}
		return plan;
	}

	/**
	 * Tells whether a node computes in half precision.
	 * @param node the node
	 * @return whether it does
	 */
	boolean isHalf(GraphNode node) {
		return this.half.contains(node);
	}

	/**
	 * Tells whether a node takes elements of either precision.
	 * @param node the node
	 * @return whether it does
	 */
	boolean isIndifferent(GraphNode node) {
		return INDIFFERENT.contains(node.operator());
	}

	/**
	 * Tells whether a tensor in single precision must be cut to the range of half
	 * precision where it is used in it.
	 * @param name the tensor
	 * @return whether it may hold numbers beyond the range
	 */
	boolean mayExceed(String name) {
		if (!this.layout.contains(name)) {
			return false;
		}
		return !(this.seenMaxima.getOrDefault(name, 0f) <= HalfFloat.MAX_VALUE) || isMadeOfExcess(name);
	}

	/**
	 * Tells what stays in single precision for its numbers.
	 * @return one sentence for each node
	 */
	List<String> beyondRange() {
		return List.copyOf(this.beyondRange);
	}

	private boolean isMadeOfExcess(String name) {
		Set<String> seen = new HashSet<>();
		List<String> open = new ArrayList<>(List.of(name));
		while (!open.isEmpty()) {
			String tensor = open.remove(open.size() - 1);
			if (!(this.weightMaxima.getOrDefault(tensor, 0f) <= HalfFloat.MAX_VALUE)) {
				return true;
			}
			GraphNode node = this.graph.producer(tensor);
			if (node != null && this.layout.contains(tensor) && seen.add(tensor)) {
				open.addAll(node.inputs());
			}
		}
		return false;
	}

	/** Masks and positions: floats that are made of whole numbers and constants only. */
	private boolean isOfLayout(GraphNode node) {
		boolean table = LOOKUPS.contains(node.operator()) && node.inputs()
			.stream()
			.map(this.graph::constant)
			.anyMatch((constant) -> constant != null && constant.is(ElementType.FLOAT));
		return !table && this.types.is(node.output(), ElementType.FLOAT)
				&& node.inputs().stream().allMatch((input) -> input.isEmpty() || isLayoutOrConstant(input));
	}

	private boolean isLayoutOrConstant(String name) {
		ElementType type = this.types.type(name);
		boolean whole = type != null && type != ElementType.FLOAT && type != ElementType.FLOAT16
				&& type != ElementType.DOUBLE;
		return whole || this.layout.contains(name) || this.graph.constant(name) != null;
	}

	private boolean canBeHalf(GraphNode node) {
		boolean known = IN_HALF.contains(node.operator())
				&& (node.domain().isEmpty() || node.domain().equals(GraphNode.CONTRIBUTED));
		List<String> inputs = node.inputs().stream().filter((input) -> !input.isEmpty()).toList();
		if (!known || inputs.stream().anyMatch((input) -> this.types.type(input) == null)
				|| inputs.stream().noneMatch((input) -> this.types.is(input, ElementType.FLOAT))) {
			return false;
		}
		List<String> tensors = new ArrayList<>(inputs);
		tensors.addAll(node.outputs());
		for (String name : tensors) {
			if (!this.types.is(name, ElementType.FLOAT)) {
				continue;
			}
			if (!fits(node, name)) {
				this.beyondRange.add("%s stays in single precision: '%s' is beyond the range of half precision."
					.formatted(node, name));
				return false;
			}
			if (isTiny(name)) {
				return false;
			}
		}
		return true;
	}

	private boolean fits(GraphNode node, String name) {
		if (this.layout.contains(name)) {
			return true;
		}
		if (isNumber(name) && MASKING.contains(node.operator())) {
			return true;
		}
		return this.weightMaxima.getOrDefault(name, 0f) <= HalfFloat.MAX_VALUE
				&& this.seenMaxima.getOrDefault(name, 0f) <= LARGEST_ACTIVATION;
	}

	/** Whether a tensor is a number that would lose its bits, such as an epsilon. */
	private boolean isTiny(String name) {
		float magnitude = this.weightMaxima.getOrDefault(name, 0f);
		return isNumber(name) && magnitude > 0 && magnitude < HalfFloat.MIN_NORMAL;
	}

	private boolean isNumber(String name) {
		return new Numbers(this.graph).number(name).isPresent();
	}

	private boolean followsSingle(GraphNode node) {
		boolean afterSingle = node.inputs().stream().anyMatch((input) -> {
			GraphNode producer = this.graph.producer(input);
			return producer != null && this.types.is(input, ElementType.FLOAT) && !isHalf(producer)
					&& !this.layout.contains(input);
		});
		List<GraphNode> users = this.graph.consumers(node.output())
			.stream()
			.filter((user) -> !isIndifferent(user))
			.toList();
		return afterSingle || (!users.isEmpty() && users.stream().noneMatch(this::isHalf));
	}

}
