package dev.semblance.encoders.internal.optimizer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.semblance.encoders.internal.graph.GraphNode;

/**
 * Tells whether what is done to the scores is no more than leaving out padding. Exporters
 * compute it in dozens of nodes, so it is recognised by what comes out of them, and
 * believed only of nodes that can do nothing else.
 *
 * @param numbers the graph's constants
 * @param batch what the graph was run on
 */
record KeyMask(Numbers numbers, ProbeBatch batch) {

	/** Scores below any other. */
	private static final float LEAST = -1e4f;

	/**
	 * Nodes that neither compare places in a text with each other nor look at tokens: a
	 * window or a causal mask would show itself only in texts longer than those that were
	 * tried.
	 */
	private static final Set<String> HARMLESS = Set.of("Add", "And", "Cast", "CastLike", "Concat", "ConstantOfShape",
			"Equal", "Expand", "Flatten", "Gather", "GatherND", "GreaterOrEqual", "Identity", "Less", "Max", "Mul",
			"Not", "Or", "Range", "Reshape", "Shape", "Slice", "Squeeze", "Sub", "Transpose", "Unsqueeze", "Where");

	/** Of these, one side must be a constant. */
	private static final Set<String> COMPARING = Set.of("Equal", "GreaterOrEqual", "Less", "Sub");

	/**
	 * Tells whether adding a tensor to the scores leaves out padding.
	 * @param name the tensor
	 * @param seen what it was seen to be
	 * @param attentionMask the graph's input that tells tokens from padding
	 * @return whether it does, and nothing else
	 */
	boolean isAdded(String name, ProbedTensor seen, String attentionMask) {
		return isHarmless(name, attentionMask)
				&& everywhere(seen, (value, there) -> there ? value == 0 : value <= LEAST);
	}

	/**
	 * Tells whether scores are kept for tokens, and left out for padding.
	 * @param condition what chooses
	 * @param seen what it was seen to be
	 * @param attentionMask the graph's input that tells tokens from padding
	 * @return whether it does, and nothing else
	 */
	boolean isCondition(AttentionMatch.Condition condition, ProbedTensor seen, String attentionMask) {
		return isHarmless(condition.name(), attentionMask)
				&& everywhere(seen, (value, there) -> (value != 0) == (there == condition.keeps()));
	}

	private boolean everywhere(ProbedTensor seen, Expectation expectation) {
		List<Long> shape = seen.shape();
		int texts = this.batch.texts();
		int tokens = this.batch.tokens();
		if (shape.size() != 4 || !isOneOr(shape.get(0), texts) || !isOneOr(shape.get(2), tokens)
				|| !isOneOr(shape.get(3), tokens)) {
			return false;
		}
		for (int text = 0; text < texts; text++) {
			for (int head = 0; head < shape.get(1); head++) {
				for (int query = 0; query < tokens; query++) {
					for (int key = 0; key < tokens; key++) {
						boolean there = this.batch.mask()[text][key] == 1;
						if (!expectation.holds(seen.at(text, head, query, key), there)) {
							return false;
						}
					}
				}
			}
		}
		return true;
	}

	private static boolean isOneOr(long length, int other) {
		return length == 1 || length == other;
	}

	private boolean isHarmless(String name, String attentionMask) {
		Set<GraphNode> seen = new HashSet<>();
		Deque<String> open = new ArrayDeque<>(List.of(name));
		while (!open.isEmpty()) {
			String tensor = open.pop();
			GraphNode node = this.numbers.graph().producer(tensor);
			if (node == null) {
				boolean known = this.numbers.graph().constant(tensor) != null || tensor.equals(attentionMask)
						|| tensor.isEmpty();
				if (!known) {
					return false;
				}
			}
			else if (seen.add(node) && !node.is("Shape")) {
				if (!node.domain().isEmpty() || !HARMLESS.contains(node.operator())
						|| (COMPARING.contains(node.operator()) && !hasConstant(node))) {
					return false;
				}
				node.inputs().forEach(open::push);
			}
		}
		return true;
	}

	/** Shapes are compared with what is made of shapes, which are no places in a text. */
	private boolean hasConstant(GraphNode node) {
		return node.inputs()
			.stream()
			.anyMatch((input) -> this.numbers.graph().constant(input) != null || isOfShape(input, 0));
	}

	private boolean isOfShape(String name, int depth) {
		GraphNode node = this.numbers.graph().producer(name);
		if (node == null) {
			return this.numbers.graph().constant(name) != null;
		}
		return node.is("Shape") || (depth < 16 && !node.is("Range") && !node.inputs().isEmpty()
				&& node.inputs().stream().allMatch((input) -> isOfShape(input, depth + 1)));
	}

	@FunctionalInterface
	private interface Expectation {

		boolean holds(float value, boolean there);

	}

}
