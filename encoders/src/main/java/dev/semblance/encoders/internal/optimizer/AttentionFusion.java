package dev.semblance.encoders.internal.optimizer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.Stream;

import dev.semblance.encoders.internal.graph.ElementType;
import dev.semblance.encoders.internal.graph.GraphNode;
import dev.semblance.encoders.internal.graph.GraphTensor;
import dev.semblance.encoders.internal.graph.NodeAttribute;
import dev.semblance.encoders.internal.graph.OnnxGraph;
import dev.semblance.encoders.internal.graph.TensorData;
import dev.semblance.encoders.internal.optimizer.AttentionMatch.Condition;
import dev.semblance.encoders.internal.optimizer.AttentionMatch.Heads;
import org.jspecify.annotations.Nullable;

/**
 * Replaces attention by {@code MultiHeadAttention}. Weights stay as they are.
 */
final class AttentionFusion {

	static final String OPERATOR = "MultiHeadAttention";

	/** Place of the mask of padding among the inputs. */
	static final int KEY_MASK_INPUT = 4;

	/** Place of what is added to the scores among the inputs. */
	static final int SCORE_BIAS_INPUT = 5;

	private final OnnxGraph graph;

	private final ProbeBatch batch;

	private final SeenTensors seen;

	private final String attentionMask;

	private final Origin.Finder origins;

	private final Map<List<String>, String> shared = new HashMap<>();

	private @Nullable String joinedShape;

	AttentionFusion(OnnxGraph graph, ProbeBatch batch, Map<String, ProbedTensor> seen, String attentionMask) {
		this.graph = graph;
		this.batch = batch;
		this.seen = new SeenTensors(seen);
		this.attentionMask = attentionMask;
		this.origins = new Origin.Finder(new Numbers(graph), attentionMask);
	}

	/**
	 * Replaces the nodes of a match.
	 * @throws UnrecognizedException if its tensors are not what they were taken for
	 */
	void fuse(AttentionMatch match) throws UnrecognizedException {
		List<Long> heads = heads(match.query());
		long count = heads.get(1);
		long dimensions = heads.get(3);
		if (heads.get(0) != this.batch.texts() || heads.get(2) != this.batch.tokens()
				|| !heads.equals(heads(match.key())) || heads(match.value()).get(1) != count) {
			throw new UnrecognizedException("queries, keys and values are cut into %s, %s and %s".formatted(heads,
					heads(match.key()), heads(match.value())));
		}
		requireShape(match.last().output(), count * heads(match.value()).get(3));
		Masks masks = masks(match, count);
		List<String> inputs = inputs(match, count, dimensions);
		inputs.add(masks.padding() ? keyMask() : "");
		inputs.add(masks.added());
		while (inputs.get(inputs.size() - 1).isEmpty()) {
			inputs.remove(inputs.size() - 1);
		}
		float scale = scale(match, dimensions);
		GraphNode last = match.last();
		this.graph.remove(last);
		this.graph
			.add(new GraphNode(this.graph.newName(OPERATOR), GraphNode.CONTRIBUTED, OPERATOR, inputs, last.outputs(),
					Map.of("num_heads", new NodeAttribute.Whole(count), "scale", new NodeAttribute.Real(scale))));
	}

	private void requireShape(String name, long dimensions) throws UnrecognizedException {
		List<Long> wanted = List.of((long) this.batch.texts(), (long) this.batch.tokens(), dimensions);
		if (!this.seen.get(name).shape().equals(wanted)) {
			throw new UnrecognizedException(
					"the shape %s was seen in place of %s".formatted(this.seen.get(name).shape(), wanted));
		}
	}

	/** Texts, heads, tokens, dimensions. */
	private List<Long> heads(Heads heads) throws UnrecognizedException {
		if (heads.cut() != null) {
			List<Long> cut = this.seen.get(heads.cut()).shape();
			if (cut.size() == 4) {
				return List.of(cut.get(0), cut.get(2), cut.get(1), cut.get(3));
			}
		}
		else if (heads.byHead() != null && this.seen.get(heads.byHead()).shape().size() == 4) {
			return this.seen.get(heads.byHead()).shape();
		}
		throw new UnrecognizedException("it is not cut into heads");
	}

	private float scale(AttentionMatch match, long dimensions) throws UnrecognizedException {
		double scale = 1;
		for (String factor : match.factors()) {
			scale *= number(factor);
		}
		for (String divisor : match.divisors()) {
			scale /= number(divisor);
		}
		Numbers numbers = new Numbers(this.graph);
		boolean constant = Stream.concat(match.factors().stream(), match.divisors().stream())
			.allMatch((name) -> numbers.number(name).isPresent());
		// What is made in a run may be made of the number of tokens, too.
		if (!constant && Math.abs(scale * Math.sqrt((double) dimensions) - 1) > 1e-5) {
			throw new UnrecognizedException(
					"scores are scaled by %s, which may not be the same for other texts".formatted(scale));
		}
		return (float) scale;
	}

	private double number(String name) throws UnrecognizedException {
		OptionalDouble constant = new Numbers(this.graph).number(name);
		if (constant.isPresent()) {
			return constant.getAsDouble();
		}
		float[] values = this.seen.get(name).values();
		if (values.length != 1) {
			throw new UnrecognizedException("scores are scaled by %d numbers".formatted(values.length));
		}
		return values[0];
	}

	private Masks masks(AttentionMatch match, long heads) throws UnrecognizedException {
		KeyMask mask = new KeyMask(this.origins, this.batch);
		boolean padding = false;
		String added = "";
		for (String name : match.masks()) {
			if (mask.isAdded(name, this.seen.get(name))) {
				padding = true;
				continue;
			}
			requireBias(name, heads);
			added = added.isEmpty() ? name : shared("Add", List.of(added, name));
		}
		for (Condition condition : match.conditions()) {
			if (!mask.isCondition(condition, this.seen.get(condition.name()))) {
				throw new UnrecognizedException("scores are left out for another reason than padding");
			}
			padding = true;
		}
		return new Masks(padding, added);
	}

	/** The last two axes must be there in full, the first two may have length 1. */
	private void requireBias(String name, long heads) throws UnrecognizedException {
		List<Long> shape = this.seen.get(name).shape();
		long tokens = this.batch.tokens();
		boolean fits = shape.size() == 4 && (shape.get(0) == 1 || shape.get(0) == this.batch.texts())
				&& (shape.get(1) == 1 || shape.get(1) == heads) && shape.get(2) == tokens && shape.get(3) == tokens;
		if (!fits) {
			throw new UnrecognizedException("a tensor of the shape %s is added to the scores".formatted(shape));
		}
	}

	private String keyMask() {
		return shared("Cast", List.of(this.attentionMask), "to", new NodeAttribute.Whole(ElementType.INT32.code()));
	}

	private List<String> inputs(AttentionMatch match, long heads, long dimensions) throws UnrecognizedException {
		String query = match.query().whole();
		String key = match.key().whole();
		String value = match.value().whole();
		if (query != null && key != null && value != null) {
			requireWhole(query, heads * dimensions);
			requireWhole(key, heads * dimensions);
			requireWhole(value, heads * heads(match.value()).get(3));
			return biased(query, key, value, heads * dimensions, heads * heads(match.value()).get(3));
		}
		String keysByHead = match.key().byHead();
		String valuesByHead = match.value().byHead();
		if (keysByHead == null || valuesByHead == null || heads(match.value()).get(3) != dimensions) {
			throw new UnrecognizedException("only some of queries, keys and values come as one tensor each");
		}
		return new ArrayList<>(List.of(joined(match.query()), keysByHead, valuesByHead, ""));
	}

	private void requireWhole(String name, long dimensions) throws UnrecognizedException {
		requireShape(name, dimensions);
	}

	/**
	 * Queries that were turned within heads, as by rotary positions, are joined again.
	 */
	private String joined(Heads query) {
		String cut = (query.cut() != null) ? query.cut()
				: shared("Transpose", List.of(Objects.requireNonNull(query.byHead())), "perm",
						new NodeAttribute.Wholes(List.of(0L, 2L, 1L, 3L)));
		if (this.joinedShape == null) {
			this.joinedShape = this.graph
				.put(GraphTensor.ofLongs(this.graph.newName("joined_heads"), List.of(3L), 0, 0, -1));
		}
		return shared("Reshape", List.of(cut, this.joinedShape));
	}

	/** Biases of all three go into the node, if there are any. */
	private List<String> biased(String query, String key, String value, long width, long valueWidth) {
		Biased queries = withoutBias(query, width);
		Biased keys = withoutBias(key, width);
		Biased values = withoutBias(value, valueWidth);
		if (queries == null || keys == null || values == null) {
			return new ArrayList<>(List.of(query, key, value, ""));
		}
		return new ArrayList<>(List.of(queries.tensor(), keys.tensor(), values.tensor(),
				concatenated(List.of(queries.bias(), keys.bias(), values.bias()))));
	}

	private @Nullable Biased withoutBias(String name, long width) {
		GraphNode sum = this.graph.producer(name, "Add");
		if (sum == null) {
			return null;
		}
		Numbers numbers = new Numbers(this.graph);
		String bias = numbers.isVector(sum.input(0)) ? sum.input(0) : sum.input(1);
		GraphTensor tensor = this.graph.constant(bias);
		return (tensor != null && numbers.isVector(bias) && tensor.elements() == width
				&& tensor.data() instanceof TensorData.InMemory) ? new Biased(sum.other(bias), bias) : null;
	}

	private String concatenated(List<String> biases) {
		List<ByteBuffer> parts = biases.stream()
			.map((name) -> ((TensorData.InMemory) Objects.requireNonNull(this.graph.constant(name)).data()).bytes())
			.toList();
		ByteBuffer all = ByteBuffer.allocate(parts.stream().mapToInt(ByteBuffer::remaining).sum())
			.order(ByteOrder.LITTLE_ENDIAN);
		parts.forEach(all::put);
		long length = all.flip().remaining() / Float.BYTES;
		return this.graph.put(new GraphTensor(this.graph.newName("bias"), ElementType.FLOAT.code(), List.of(length),
				new TensorData.InMemory(all)));
	}

	private String shared(String operator, List<String> inputs) {
		return shared(operator, inputs, "", null);
	}

	/** Layers share what is the same for all of them. */
	private String shared(String operator, List<String> inputs, String attribute, @Nullable NodeAttribute value) {
		List<String> key = new ArrayList<>(inputs);
		key.add(operator);
		return this.shared.computeIfAbsent(key, (unused) -> {
			String name = this.graph.newName(operator);
			this.graph.add(new GraphNode(name, "", operator, inputs, List.of(name),
					(value != null) ? Map.of(attribute, value) : Map.of()));
			return name;
		});
	}

	private record Masks(boolean padding, String added) {
	}

	private record Biased(String tensor, String bias) {
	}

}
