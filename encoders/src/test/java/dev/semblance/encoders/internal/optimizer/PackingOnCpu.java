package dev.semblance.encoders.internal.optimizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.semblance.encoders.internal.graph.ElementType;
import dev.semblance.encoders.internal.graph.GraphNode;
import dev.semblance.encoders.internal.graph.GraphTensor;
import dev.semblance.encoders.internal.graph.NodeAttribute;
import dev.semblance.encoders.internal.graph.OnnxGraph;

/**
 * Replaces the operators that take padding out and put it back, which ONNX Runtime has
 * for CUDA only, by standard ones that do what their documentation says: rows are really
 * gathered, and everything between works on them.
 */
final class PackingOnCpu {

	private final OnnxGraph graph;

	private PackingOnCpu(OnnxGraph graph) {
		this.graph = graph;
	}

	static void apply(OnnxGraph graph) {
		PackingOnCpu packing = new PackingOnCpu(graph);
		graph.nodes(Unpadding.REMOVE).forEach(packing::remove);
		graph.nodes(Unpadding.ATTENTION).forEach(packing::attend);
		graph.nodes(Unpadding.RESTORE).forEach(packing::restore);
	}

	private void remove(GraphNode node) {
		this.graph.remove(node);
		String shape = node("Shape", List.of(node.input(0)), Map.of());
		String there = node("Reshape", List.of(places(part(shape, 1, 2), node.input(1)), longs(-1)), Map.of());
		String tokens = nonZero(there);
		String padding = nonZero(node("Not", List.of(there), Map.of()));
		String all = node("Concat", List.of(tokens, padding), attribute("axis", 0));
		add("Cast", List.of(node("Reshape", List.of(all, part(shape, 0, 2)), Map.of())), node.outputs().get(1),
				attribute("to", ElementType.INT32.code()));
		add("Gather", List.of(flat(node.input(0)), tokens), node.output(), Map.of());
		String counts = node("Cast", List.of(node.input(1)), attribute("to", ElementType.INT64.code()));
		String ends = node("CumSum", List.of(counts, this.graph.put(GraphTensor.ofLongs(name(), List.of(), 0))),
				Map.of());
		String starts = node("Concat", List.of(longs(0), ends), attribute("axis", 0));
		add("Cast", List.of(starts), node.outputs().get(2), attribute("to", ElementType.INT32.code()));
	}

	/** Attention over texts that are padded for it and packed again. */
	private void attend(GraphNode node) {
		this.graph.remove(node);
		String offsets = node.input(4);
		String starts = node.input(5);
		String texts = part(node("Shape", List.of(offsets), Map.of()), 0, 1);
		String ends = node("Slice", List.of(starts, longs(1), longs(Integer.MAX_VALUE)), Map.of());
		String counts = node("Sub", List.of(ends, node("Slice", List.of(starts, longs(0), texts), Map.of())), Map.of());
		String tokens = part(node("Shape", List.of(offsets), Map.of()), 1, 2);
		String mask = node("Cast", List.of(places(tokens, counts)), attribute("to", ElementType.INT32.code()));
		List<String> inputs = new ArrayList<>();
		node.inputs().subList(0, 3).forEach((rows) -> inputs.add(padded(rows, offsets)));
		inputs.addAll(List.of(node.input(3), mask, node.input(6)));
		String attended = name();
		this.graph.add(new GraphNode("", GraphNode.CONTRIBUTED, AttentionFusion.OPERATOR, inputs, List.of(attended),
				node.attributes()));
		add("Gather", List.of(flat(attended), offsetsOfTokens(node.input(0), offsets)), node.output(), Map.of());
	}

	private void restore(GraphNode node) {
		this.graph.remove(node);
		add("Identity", List.of(padded(node.input(0), node.input(1))), node.output(), Map.of());
	}

	/** Rows at their places, zeros at the others. */
	private String padded(String rows, String offsets) {
		String width = part(node("Shape", List.of(rows), Map.of()), 1, 2);
		String shape = node("Shape", List.of(offsets), Map.of());
		String places = node("Reshape", List.of(node("Size", List.of(offsets), Map.of()), longs(1)), Map.of());
		String empty = node("ConstantOfShape", List.of(node("Concat", List.of(places, width), attribute("axis", 0))),
				Map.of());
		String indices = node("Reshape", List.of(offsetsOfTokens(rows, offsets), longs(-1, 1)), Map.of());
		String scattered = node("ScatterND", List.of(empty, indices, rows), Map.of());
		return node("Reshape", List.of(scattered, node("Concat", List.of(shape, width), attribute("axis", 0))),
				Map.of());
	}

	private String offsetsOfTokens(String rows, String offsets) {
		String count = part(node("Shape", List.of(rows), Map.of()), 0, 1);
		String flat = node("Reshape", List.of(offsets, longs(-1)), Map.of());
		return node("Cast", List.of(node("Slice", List.of(flat, longs(0), count), Map.of())),
				attribute("to", ElementType.INT64.code()));
	}

	/** Whether there is a token at each place of each text. */
	private String places(String tokens, String counts) {
		String scalar = node("Reshape", List.of(tokens, this.graph.put(GraphTensor.ofLongs(name(), List.of(0L)))),
				Map.of());
		String running = node("Range", List.of(this.graph.put(GraphTensor.ofLongs(name(), List.of(), 0)), scalar,
				this.graph.put(GraphTensor.ofLongs(name(), List.of(), 1))), Map.of());
		String whole = node("Cast", List.of(counts), attribute("to", ElementType.INT64.code()));
		return node("Less", List.of(running, node("Reshape", List.of(whole, longs(-1, 1)), Map.of())), Map.of());
	}

	private String nonZero(String flags) {
		return node("Reshape", List.of(node("NonZero", List.of(flags), Map.of()), longs(-1)), Map.of());
	}

	private String flat(String tensor) {
		String width = part(node("Shape", List.of(tensor), Map.of()), 2, 3);
		return node("Reshape", List.of(tensor, node("Concat", List.of(longs(-1), width), attribute("axis", 0))),
				Map.of());
	}

	private String part(String shape, long from, long to) {
		return node("Slice", List.of(shape, longs(from), longs(to)), Map.of());
	}

	private String longs(long... values) {
		return this.graph.put(GraphTensor.ofLongs(name(), List.of((long) values.length), values));
	}

	private static Map<String, NodeAttribute> attribute(String name, long value) {
		return Map.of(name, new NodeAttribute.Whole(value));
	}

	private String node(String operator, List<String> inputs, Map<String, NodeAttribute> attributes) {
		String output = name();
		add(operator, inputs, output, attributes);
		return output;
	}

	private void add(String operator, List<String> inputs, String output, Map<String, NodeAttribute> attributes) {
		this.graph.add(new GraphNode("", "", operator, inputs, List.of(output), attributes));
	}

	private String name() {
		return this.graph.newName("packing");
	}

}
