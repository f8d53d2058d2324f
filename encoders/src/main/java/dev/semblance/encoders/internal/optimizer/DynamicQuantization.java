package dev.semblance.encoders.internal.optimizer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.semblance.encoders.InvalidModelException;
import dev.semblance.encoders.internal.graph.ElementType;
import dev.semblance.encoders.internal.graph.GraphNode;
import dev.semblance.encoders.internal.graph.GraphTensor;
import dev.semblance.encoders.internal.graph.NodeAttribute;
import dev.semblance.encoders.internal.graph.OnnxGraph;
import dev.semblance.encoders.internal.graph.WeightReader;
import org.jspecify.annotations.Nullable;

/**
 * Lets a graph multiply with weights in eight bits. What is multiplied with them is
 * rounded to eight bits in each run, by the range that it has there. Tables that are
 * looked up stay as they are. Safe for concurrent use.
 * <p>
 * Queries, keys and values each round their common input again: rounding it once, by
 * {@code DynamicQuantizeLinear} and {@code MatMulIntegerToFloat}, was not faster.
 */
final class DynamicQuantization {

	static final String OPERATOR = "DynamicQuantizeMatMul";

	private static final int LARGEST = 127;

	/** Two products with unsigned bytes must fit into sixteen bits. */
	private static final int LARGEST_OF_REDUCED_RANGE = 64;

	/**
	 * Columns that are multiplied at once. Narrower ones are the heads that give a score
	 * or a few labels, whose rounding nothing evens out.
	 */
	private static final int NARROWEST = 16;

	private static final Map<String, String> WITHOUT_BIAS = Map.of("BiasGelu", "Gelu", "FastGelu", "FastGelu");

	private final WeightReader reader;

	private final int largest;

	/**
	 * Creates the pass.
	 * @param reader reads the graph's weights, also when they are written afterwards
	 * @param reducedRange whether weights must leave a bit unused, for CPUs that sum
	 * pairs of products in sixteen bits
	 */
	DynamicQuantization(WeightReader reader, boolean reducedRange) {
		this.reader = reader;
		this.largest = reducedRange ? LARGEST_OF_REDUCED_RANGE : LARGEST;
	}

	/**
	 * Rewrites a graph.
	 * @param graph the graph, which is changed
	 * @return how many products were rewritten
	 * @throws InvalidModelException if a weight is no finite number
	 * @throws IOException if weights cannot be read
	 */
	int quantize(OnnxGraph graph) throws IOException {
		Map<List<Object>, List<String>> quantized = new HashMap<>();
		int count = 0;
		for (GraphNode node : graph.nodes()) {
			Product product = product(graph, node);
			if (product != null) {
				replace(graph, product, quantized);
				count++;
			}
		}
		graph.removeUnused();
		return count;
	}

	private @Nullable Product product(OnnxGraph graph, GraphNode node) {
		if (node.is("MatMul")) {
			QuantizedMatrix weights = weights(graph, node.input(1));
			return (weights != null) ? withBias(graph, node, weights) : null;
		}
		if (node.is("Gemm") && NodeAttribute.real(node.attribute("alpha"), 1) == 1
				&& NodeAttribute.real(node.attribute("beta"), 1) == 1
				&& NodeAttribute.whole(node.attribute("transA"), 0) == 0) {
			boolean transposed = NodeAttribute.whole(node.attribute("transB"), 0) != 0;
			QuantizedMatrix weights = weights(graph, node.input(1), transposed);
			String bias = node.input(2);
			return (weights != null && (bias.isEmpty() || isBias(graph, bias, weights)))
					? new Product(node.input(0), weights, bias, node, node.output()) : null;
		}
		return null;
	}

	private @Nullable QuantizedMatrix weights(OnnxGraph graph, String name) {
		// A decoder may share the table of the words.
		GraphNode transpose = graph.producer(name, "Transpose");
		return (transpose != null) ? weights(graph, transpose.input(0), true) : weights(graph, name, false);
	}

	private @Nullable QuantizedMatrix weights(OnnxGraph graph, String name, boolean transposed) {
		GraphTensor matrix = graph.constant(name);
		boolean wide = matrix != null && new Numbers(graph).isMatrix(name)
				&& matrix.dimensions().stream().allMatch((length) -> length >= NARROWEST);
		return (matrix != null && wide) ? new QuantizedMatrix(this.reader, matrix, transposed, this.largest) : null;
	}

	/**
	 * The bias is added to the product while it is written, where it costs next to
	 * nothing. {@code BiasGelu} takes twice as long as {@code Gelu}.
	 */
	private static Product withBias(OnnxGraph graph, GraphNode node, QuantizedMatrix weights) {
		String output = node.output();
		GraphNode user = graph.isUsedOnce(output) ? graph.consumers(output).get(0) : null;
		if (user != null && user.is("Add") && isBias(graph, user.other(output), weights)) {
			return new Product(node.input(0), weights, user.other(output), user, user.output());
		}
		if (user != null && WITHOUT_BIAS.containsKey(user.operator()) && isBias(graph, user.input(1), weights)) {
			String operator = WITHOUT_BIAS.get(user.operator());
			graph.remove(user);
			graph.add(new GraphNode(graph.newName(operator), GraphNode.CONTRIBUTED, operator, List.of(output),
					user.outputs(), Map.of()));
			return new Product(node.input(0), weights, user.input(1), node, output);
		}
		return new Product(node.input(0), weights, "", node, output);
	}

	private static boolean isBias(OnnxGraph graph, String name, QuantizedMatrix weights) {
		GraphTensor bias = graph.constant(name);
		return bias != null && new Numbers(graph).isVector(name) && bias.elements() == weights.columns();
	}

	private static void replace(OnnxGraph graph, Product product, Map<List<Object>, List<String>> quantized)
			throws IOException {
		QuantizedMatrix weights = product.weights();
		List<Object> key = List.of(weights.source().name(), weights.transposed());
		List<String> constants = quantized.get(key);
		if (constants == null) {
			constants = constants(graph, weights);
			quantized.put(key, constants);
		}
		List<String> inputs = new ArrayList<>(List.of(product.input()));
		inputs.addAll(constants);
		if (!product.bias().isEmpty()) {
			// Signed bytes have their zero at zero.
			inputs.addAll(List.of("", product.bias()));
		}
		graph.remove(product.last());
		graph.add(new GraphNode(graph.newName(OPERATOR), GraphNode.CONTRIBUTED, OPERATOR, inputs,
				List.of(product.output()), Map.of()));
	}

	/** The bytes and the scales. */
	private static List<String> constants(OnnxGraph graph, QuantizedMatrix weights) throws IOException {
		float[] scales = weights.scales();
		String bytes = graph.put(GraphTensor.converted(graph.newName("bytes"), ElementType.INT8,
				List.of((long) weights.rows(), (long) weights.columns()), () -> weights.bytes(scales)));
		return List.of(bytes,
				graph.put(GraphTensor.ofFloats(graph.newName("scales"), List.of((long) weights.columns()), scales)));
	}

	private record Product(String input, QuantizedMatrix weights, String bias, GraphNode last, String output) {
	}

}
