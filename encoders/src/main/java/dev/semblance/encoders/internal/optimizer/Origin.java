package dev.semblance.encoders.internal.optimizer;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.semblance.encoders.internal.graph.GraphNode;
import dev.semblance.encoders.internal.graph.GraphTensor;
import dev.semblance.encoders.internal.graph.OnnxGraph;

/**
 * What the elements of a tensor are made of, as far as they can be the mask of padding
 * and nothing else. A window or a causal mask shows itself only in texts longer than
 * those that are tried, so places in a text may be used to look up the mask, and neither
 * be compared nor be calculated with.
 */
enum Origin {

	/** The same number everywhere, and in every run. */
	CONSTANT,

	/** Made of shapes, or a short list as they are. */
	SIZE,

	/** Places in a text, from 0 on. */
	PLACES,

	/** Calculated of places, such as those in a row of all texts. */
	INDICES,

	/** The mask of padding, and constants. */
	MASK,

	/** Anything else. */
	OTHER;

	/** Hand on elements of their first input, at other places. */
	private static final Set<String> REARRANGING = Set.of("Cast", "CastLike", "Expand", "Flatten", "Identity",
			"Reshape", "Slice", "Squeeze", "Transpose", "Unsqueeze");

	private static final Set<String> CALCULATING = Set.of("Add", "And", "Equal", "Max", "Mul", "Not", "Or", "Sub",
			"Where");

	/** Of an index in more than one axis, or over several axes in one. */
	private static final Set<String> INDEXING = Set.of("Add", "Mul", "Concat");

	/**
	 * Looks at tensors of one graph, each once.
	 */
	static final class Finder {

		/** Far more than exporters need for a mask. */
		private static final int DEEPEST = 200;

		private final OnnxGraph graph;

		private final Numbers numbers;

		private final String attentionMask;

		private final Map<String, Origin> known = new HashMap<>();

		/**
		 * Creates a finder.
		 * @param numbers the graph's constants
		 * @param attentionMask the graph's input that tells tokens from padding
		 */
		Finder(Numbers numbers, String attentionMask) {
			this.graph = numbers.graph();
			this.numbers = numbers;
			this.attentionMask = attentionMask;
		}

		Origin of(String tensor) {
			return of(tensor, 0);
		}

		private Origin of(String tensor, int depth) {
			Origin origin = this.known.get(tensor);
			if (origin == null) {
				origin = (depth < DEEPEST) ? find(tensor, depth) : OTHER;
				this.known.put(tensor, origin);
			}
			return origin;
		}

		private Origin find(String tensor, int depth) {
			GraphNode node = this.graph.producer(tensor);
			if (node == null) {
				return ofConstant(tensor);
			}
			if (!node.domain().isEmpty() || node.outputs().size() > 1) {
				return OTHER;
			}
			if (node.is("Shape")) {
				return SIZE;
			}
			List<Origin> inputs = node.inputs()
				.stream()
				.map((input) -> input.isEmpty() ? CONSTANT : of(input, depth + 1))
				.toList();
			return inputs.isEmpty() ? OTHER : made(node, inputs);
		}

		private Origin ofConstant(String tensor) {
			GraphTensor constant = this.graph.constant(tensor);
			if (constant == null) {
				return tensor.equals(this.attentionMask) ? MASK : OTHER;
			}
			if (this.numbers.isUniform(constant)) {
				return CONSTANT;
			}
			if (this.numbers.isRunning(tensor)) {
				return PLACES;
			}
			return this.numbers.wholes(tensor).isEmpty() || constant.dimensions().size() > 1 ? OTHER : SIZE;
		}

		private Origin made(GraphNode node, List<Origin> inputs) {
			String operator = node.operator();
			Origin first = inputs.get(0);
			// Axes and shapes are constants that may look like places.
			boolean sized = node.inputs()
				.stream()
				.skip(1)
				.allMatch((input) -> input.isEmpty() || this.graph.constant(input) != null
						|| only(List.of(of(input)), CONSTANT, SIZE));
			if (REARRANGING.contains(operator)) {
				return (sized || operator.equals("CastLike")) ? first : OTHER;
			}
			return switch (operator) {
				case "Range" -> only(inputs, CONSTANT, SIZE) ? PLACES : OTHER;
				case "ConstantOfShape" -> only(inputs, CONSTANT, SIZE) ? CONSTANT : OTHER;
				case "Gather", "GatherND" -> gathered(first, inputs.get(1));
				case "GreaterOrEqual", "Less" -> compared(node, inputs);
				case "Concat" -> only(inputs, CONSTANT, SIZE, PLACES, INDICES) ? calculated(operator, inputs) : OTHER;
				default -> CALCULATING.contains(operator) ? calculated(operator, inputs) : OTHER;
			};
		}

		private static Origin gathered(Origin data, Origin index) {
			boolean places = data == PLACES || data == INDICES;
			return (index == MASK || index == OTHER || (places && index != CONSTANT && index != SIZE)) ? OTHER : data;
		}

		/** Every place is at least 0, which exporters write down. */
		private Origin compared(GraphNode node, List<Origin> inputs) {
			if (inputs.get(0) == PLACES) {
				return this.numbers.is(node.input(1), 0) ? CONSTANT : OTHER;
			}
			return calculated(node.operator(), inputs);
		}

		private static Origin calculated(String operator, List<Origin> inputs) {
			if (only(inputs, CONSTANT)) {
				return CONSTANT;
			}
			if (only(inputs, CONSTANT, SIZE)) {
				return SIZE;
			}
			if (only(inputs, CONSTANT, MASK)) {
				return MASK;
			}
			return (INDEXING.contains(operator) && only(inputs, CONSTANT, SIZE, PLACES, INDICES)) ? INDICES : OTHER;
		}

		private static boolean only(Collection<Origin> inputs, Origin... allowed) {
			return List.of(allowed).containsAll(inputs);
		}

	}

}
