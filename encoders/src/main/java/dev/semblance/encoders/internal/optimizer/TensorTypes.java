package dev.semblance.encoders.internal.optimizer;

import java.util.HashMap;
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
 * The types of a graph's tensors, as far as operators of transformers make them. Files
 * state those of inputs and outputs only.
 */
final class TensorTypes {

	private static final Set<String> LIKE_FIRST_INPUT = Set.of("Abs", "Add", "Attention", "BiasGelu", "Ceil", "Clip",
			"Concat", "Cos", "CumSum", "Div", "Dropout", "Einsum", "Elu", "Erf", "Exp", "Expand", "FastGelu", "Flatten",
			"Floor", "FusedMatMul", "Gather", "GatherElements", "GatherND", "Gelu", "Gemm", "Identity",
			"LayerNormalization", "LeakyRelu", "Log", "LogSoftmax", "LpNormalization", "MatMul", "Max", "Mean", "Min",
			"Mod", "Mul", "MultiHeadAttention", "Neg", "Pad", "Pow", "QuickGelu", "Range", "Reciprocal", "ReduceL1",
			"ReduceL2", "ReduceLogSumExp", "ReduceMax", "ReduceMean", "ReduceMin", "ReduceProd", "ReduceSum",
			"ReduceSumSquare", "Relu", "Reshape", "RotaryEmbedding", "Round", "ScatterElements", "ScatterND", "Sigmoid",
			"SimplifiedLayerNormalization", "Sin", "SkipLayerNormalization", "SkipSimplifiedLayerNormalization",
			"Slice", "Softmax", "Softplus", "Split", "Sqrt", "Squeeze", "Sub", "Sum", "Tanh", "Tile", "TopK",
			"Transpose", "Trilu", "Unsqueeze");

	private static final Set<String> TRUTH = Set.of("And", "Equal", "Greater", "GreaterOrEqual", "IsInf", "IsNaN",
			"Less", "LessOrEqual", "Not", "Or", "Xor");

	private static final Set<String> PLACES = Set.of("ArgMax", "ArgMin", "NonZero", "Shape", "Size");

	private static final Set<String> SEVERAL_ALIKE = Set.of("MultiHeadAttention", "RotaryEmbedding", "Split");

	/** Outputs that are whole numbers, or statistics in single precision. */
	private static final Map<String, List<ElementType>> FURTHER_OUTPUTS = Map.of("EmbedLayerNormalization",
			List.of(ElementType.INT32), "TopK", List.of(ElementType.INT64), "SkipLayerNormalization",
			List.of(ElementType.FLOAT, ElementType.FLOAT), "SkipSimplifiedLayerNormalization",
			List.of(ElementType.FLOAT, ElementType.FLOAT), "LayerNormalization",
			List.of(ElementType.FLOAT, ElementType.FLOAT));

	/** Outputs that are like the first one. */
	private static final Map<String, Integer> SUM = Map.of("EmbedLayerNormalization", 2, "SkipLayerNormalization", 3,
			"SkipSimplifiedLayerNormalization", 3);

	private final Map<String, ElementType> types = new HashMap<>();

	TensorTypes(OnnxGraph graph, List<GraphNode> sortedNodes) {
		graph.inputs().forEach((name) -> graph.inputType(name).ifPresent((type) -> this.types.put(name, type)));
		graph.constants()
			.forEach((name, constant) -> ElementType.of(constant.elementType())
				.ifPresent((type) -> this.types.put(name, type)));
		sortedNodes.forEach(this::infer);
	}

	/**
	 * Returns a tensor's type.
	 * @param name the tensor's name
	 * @return the type, {@code null} if it is not known
	 */
	@Nullable ElementType type(String name) {
		return this.types.get(name);
	}

	/**
	 * Tells whether a tensor has a type.
	 * @param name the tensor's name
	 * @param type the type
	 * @return whether it is known to have it
	 */
	boolean is(String name, ElementType type) {
		return this.types.get(name) == type;
	}

	private void infer(GraphNode node) {
		for (int i = 0; i < node.outputs().size(); i++) {
			ElementType type = isLikeFirst(node, i) ? first(node) : further(node, i);
			if (type != null && !node.outputs().get(i).isEmpty()) {
				this.types.put(node.outputs().get(i), type);
			}
		}
	}

	static boolean isLikeFirst(GraphNode node, int output) {
		return output == 0 || SEVERAL_ALIKE.contains(node.operator()) || SUM.getOrDefault(node.operator(), 0) == output;
	}

	private static @Nullable ElementType further(GraphNode node, int output) {
		List<ElementType> further = FURTHER_OUTPUTS.getOrDefault(node.operator(), List.of());
		return (output <= further.size()) ? further.get(output - 1) : null;
	}

	private @Nullable ElementType first(GraphNode node) {
		String operator = node.operator();
		if (LIKE_FIRST_INPUT.contains(operator)) {
			return type(node.input(0));
		}
		if (TRUTH.contains(operator)) {
			return ElementType.BOOL;
		}
		if (PLACES.contains(operator)) {
			return ElementType.INT64;
		}
		return switch (operator) {
			case "Where", "CastLike" -> type(node.input(1));
			case "EmbedLayerNormalization" -> type(node.input(2));
			case "Cast" -> ElementType.of((int) NodeAttribute.whole(node.attribute("to"), 0)).orElse(null);
			case "ConstantOfShape" -> filling(node);
			default -> null;
		};
	}

	private static @Nullable ElementType filling(GraphNode node) {
		if (node.attribute("value") instanceof NodeAttribute.Tensor value) {
			GraphTensor tensor = value.tensor();
			return ElementType.of(tensor.elementType()).orElse(null);
		}
		return ElementType.FLOAT;
	}

}
