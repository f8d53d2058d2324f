package dev.semblance.encoders.internal.optimizer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

import dev.semblance.encoders.internal.graph.ElementType;
import dev.semblance.encoders.internal.graph.GraphNode;
import dev.semblance.encoders.internal.graph.NodeAttribute;
import dev.semblance.encoders.internal.graph.OnnxGraph;
import dev.semblance.encoders.internal.optimizer.AttentionMatch.Condition;
import dev.semblance.encoders.internal.optimizer.AttentionMatch.Heads;
import org.jspecify.annotations.Nullable;

/**
 * Finds attention behind a softmax, as eager attention and
 * {@code scaled_dot_product_attention} are exported.
 */
final class AttentionMatcher {

	private static final List<Long> TURNED = List.of(0L, 2L, 1L, 3L);

	private static final List<Long> TURNED_AND_TRANSPOSED = List.of(0L, 2L, 3L, 1L);

	private static final List<Long> TRANSPOSED = List.of(0L, 1L, 3L, 2L);

	/** What makes a number of others at run time, such as of the size of a head. */
	private static final Set<String> NUMBER_MAKERS = Set.of("Sqrt", "Cast", "Reciprocal", "Div", "Pow", "Squeeze");

	/**
	 * The first operator set whose softmax is over the last axis if it does not say so.
	 */
	private static final int LAST_AXIS_BY_DEFAULT = 13;

	/** More is done to the scores of no attention. */
	private static final int MOST_STEPS = 32;

	/** Scores below any other. */
	private static final double LEAST = -1e4;

	private final OnnxGraph graph;

	private final Numbers numbers;

	private final List<String> factors = new ArrayList<>();

	private final List<String> divisors = new ArrayList<>();

	private final List<String> masks = new ArrayList<>();

	private final List<Condition> conditions = new ArrayList<>();

	private int steps;

	private AttentionMatcher(OnnxGraph graph) {
		this.graph = graph;
		this.numbers = new Numbers(graph);
	}

	/**
	 * Looks at one softmax.
	 * @param graph the graph
	 * @param softmax the node
	 * @return the attention around it
	 * @throws UnrecognizedException if there is something else
	 */
	static AttentionMatch match(OnnxGraph graph, GraphNode softmax) throws UnrecognizedException {
		return new AttentionMatcher(graph).match(softmax);
	}

	private AttentionMatch match(GraphNode softmax) throws UnrecognizedException {
		long axis = NodeAttribute.whole(softmax.attribute("axis"),
				(this.graph.header().operatorSet() < LAST_AXIS_BY_DEFAULT) ? 1 : -1);
		if (!softmax.is("Softmax") || (axis != -1 && axis != 3)) {
			throw new UnrecognizedException("its axis is %d".formatted(axis));
		}
		GraphNode product = product(softmax);
		GraphNode turned = user(product, "Transpose");
		if (turned == null || !TURNED.equals(permutation(turned))) {
			throw new UnrecognizedException("heads are not turned back behind it");
		}
		GraphNode last = user(turned, "Reshape");
		if (last == null) {
			throw new UnrecognizedException("heads are not joined behind it");
		}
		GraphNode scores = scores(softmax.input(0));
		Heads query = heads(scale(scores.input(0)));
		Heads key = key(scale(scores.input(1)));
		Heads value = heads(product.input(1));
		return new AttentionMatch(last, query, key, value, this.factors, this.divisors, this.masks, this.conditions);
	}

	/**
	 * The product of weights and values; rows without any token may be cleared before.
	 */
	private GraphNode product(GraphNode softmax) throws UnrecognizedException {
		String weights = softmax.output();
		for (GraphNode user : this.graph.consumers(weights)) {
			GraphNode check = user.is("Where") ? this.graph.producer(user.input(0), "IsNaN") : null;
			if (check != null && check.input(0).equals(weights) && this.numbers.is(user.input(1), 0)
					&& user.input(2).equals(weights)) {
				weights = user.output();
			}
		}
		for (GraphNode cast = cast(weights); cast != null; cast = cast(weights)) {
			weights = cast.output();
		}
		for (GraphNode user : this.graph.consumers(weights)) {
			if (user.is("MatMul") && user.input(0).equals(weights) && !this.graph.isOutput(weights)) {
				return user;
			}
		}
		throw new UnrecognizedException("no product with values follows it");
	}

	/** Weights may be computed in more than the model's precision. */
	private @Nullable GraphNode cast(String weights) {
		return this.graph.consumers(weights)
			.stream()
			.filter((user) -> user.is("Cast")
					&& NodeAttribute.whole(user.attribute("to"), 0) == ElementType.FLOAT.code())
			.findFirst()
			.orElse(null);
	}

	/** Others may use it too, most of all to ask for its shape. */
	private @Nullable GraphNode user(GraphNode node, String operator) {
		List<GraphNode> users = this.graph.consumers(node.output())
			.stream()
			.filter((user) -> user.is(operator) && user.input(0).equals(node.output()))
			.toList();
		return (users.size() == 1) ? users.get(0) : null;
	}

	/** Goes from the softmax back to the product of queries and keys. */
	private GraphNode scores(String name) throws UnrecognizedException {
		GraphNode node = this.graph.producer(name);
		if (node == null || ++this.steps > MOST_STEPS) {
			throw new UnrecognizedException("no product of queries and keys comes before it");
		}
		if (node.is("MatMul")) {
			return node;
		}
		if (node.is("Add")) {
			boolean first = leadsToProduct(node.input(0));
			requireUnscaled();
			this.masks.add(node.input(first ? 1 : 0));
			return scores(node.input(first ? 0 : 1));
		}
		if (node.is("Where")) {
			boolean kept = leadsToProduct(node.input(1));
			OptionalDouble otherwise = this.numbers.number(node.input(kept ? 2 : 1));
			if (otherwise.isEmpty() || otherwise.getAsDouble() > LEAST) {
				throw new UnrecognizedException("scores are replaced by something else than a low number");
			}
			requireUnscaled();
			this.conditions.add(new Condition(node.input(0), kept));
			return scores(node.input(kept ? 1 : 2));
		}
		String scaled = scale(name);
		if (scaled.equals(name)) {
			throw new UnrecognizedException("scores go through %s".formatted(node));
		}
		return scores(scaled);
	}

	/** A mask that was scaled with the scores is not what it seems to be. */
	private void requireUnscaled() throws UnrecognizedException {
		if (!this.factors.isEmpty() || !this.divisors.isEmpty()) {
			throw new UnrecognizedException("scores are scaled after they were masked");
		}
	}

	private boolean leadsToProduct(String name) {
		Set<String> seen = new HashSet<>();
		Deque<String> open = new ArrayDeque<>(List.of(name));
		while (!open.isEmpty() && seen.size() < MOST_STEPS) {
			String tensor = open.poll();
			GraphNode node = seen.add(tensor) ? this.graph.producer(tensor) : null;
			if (node != null && node.is("MatMul") && this.graph.constant(node.input(1)) == null) {
				return true;
			}
			if (node != null && Set.of("Add", "Mul", "Div", "Where").contains(node.operator())) {
				open.addAll(node.inputs());
			}
		}
		return false;
	}

	/** Takes factors off a tensor. */
	private String scale(String name) {
		GraphNode node = this.graph.producer(name);
		if (node == null || !(node.is("Mul") || node.is("Div")) || ++this.steps > MOST_STEPS) {
			return name;
		}
		if (isNumber(node.input(1))) {
			(node.is("Mul") ? this.factors : this.divisors).add(node.input(1));
			return scale(node.input(0));
		}
		if (node.is("Mul") && isNumber(node.input(0))) {
			this.factors.add(node.input(0));
			return scale(node.input(1));
		}
		return name;
	}

	private boolean isNumber(String name) {
		GraphNode node = this.graph.producer(name);
		return this.numbers.number(name).isPresent() || (node != null && NUMBER_MAKERS.contains(node.operator()));
	}

	private Heads heads(String byHead) {
		GraphNode turn = this.graph.producer(byHead, "Transpose");
		if (turn == null || !TURNED.equals(permutation(turn))) {
			return new Heads(null, null, byHead);
		}
		return new Heads(whole(turn.input(0)), turn.input(0), byHead);
	}

	private Heads key(String transposed) throws UnrecognizedException {
		GraphNode turn = this.graph.producer(transposed, "Transpose");
		List<Long> permutation = (turn != null) ? permutation(turn) : List.of();
		if (turn != null && permutation.equals(TURNED_AND_TRANSPOSED)) {
			return new Heads(whole(turn.input(0)), turn.input(0), null);
		}
		if (turn != null && permutation.equals(TRANSPOSED)) {
			return heads(scale(turn.input(0)));
		}
		return flatKey(transposed);
	}

	/** Some exporters transpose keys with texts and heads in one axis. */
	private Heads flatKey(String transposed) throws UnrecognizedException {
		GraphNode outer = this.graph.producer(transposed, "Reshape");
		GraphNode turn = (outer != null) ? this.graph.producer(outer.input(0), "Transpose") : null;
		GraphNode inner = (turn != null) ? this.graph.producer(turn.input(0), "Reshape") : null;
		if (turn == null || inner == null || !permutation(turn).equals(List.of(0L, 2L, 1L))) {
			throw new UnrecognizedException("keys are not transposed before it");
		}
		return heads(scale(inner.input(0)));
	}

	private @Nullable String whole(String cut) {
		GraphNode reshape = this.graph.producer(cut, "Reshape");
		return (reshape != null) ? reshape.input(0) : null;
	}

	private static List<Long> permutation(GraphNode transpose) {
		return (transpose.attribute("perm") instanceof NodeAttribute.Wholes wholes) ? wholes.values() : List.of();
	}

}
