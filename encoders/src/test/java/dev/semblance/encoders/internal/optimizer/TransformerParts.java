package dev.semblance.encoders.internal.optimizer;

import java.util.List;
import java.util.Map;

import dev.semblance.encoders.internal.onnx.OnnxBuilder;

/**
 * Builds parts of transformers as exporters spell them out, for graphs of 60 words, 16
 * dimensions and 2 heads.
 *
 * @param builder the graph
 */
record TransformerParts(OnnxBuilder builder) {

	static final int WORDS = 60;

	static final int WIDTH = 16;

	static final int HEADS = 2;

	/** A graph that takes texts. */
	static TransformerParts create() {
		return new TransformerParts(new OnnxBuilder().texts());
	}

	/** A node of one output. */
	String node(String operator, String... inputs) {
		return this.builder.node(operator, inputs);
	}

	/** A node of one output with attributes. */
	String node(String operator, Map<String, Object> attributes, String... inputs) {
		return this.builder.node(operator, List.of(inputs), attributes);
	}

	/** Constant whole numbers. */
	String longs(long... values) {
		return this.builder.longs(values);
	}

	/** A constant number without dimensions. */
	String number(double value) {
		return this.builder.number(value);
	}

	/** A constant vector. */
	String vector() {
		return this.builder.weights(WIDTH);
	}

	/** Rows of a table. */
	String lookup(long rows, String indices) {
		return node("Gather", this.builder.weights(rows, WIDTH), indices);
	}

	/** Vectors of the texts' words. */
	String words() {
		return lookup(WORDS, "input_ids");
	}

	/** Number of tokens, as a vector of one element. */
	String length() {
		return node("Slice", node("Shape", "input_ids"), longs(1), longs(2), longs(0));
	}

	/** Number of tokens, without dimensions. */
	String lengthNumber() {
		return node("Squeeze", length(), longs(0));
	}

	/** Places of tokens, one after the other. */
	String range() {
		return node("Range", this.builder.longs(new long[0], 0), lengthNumber(), this.builder.longs(new long[0], 1));
	}

	/** Normalization spelled out. */
	String normalized(String input, String weight, String bias) {
		return node("Add", node("Mul", standardized(input), weight), bias);
	}

	/** What is weighted in a normalization. */
	String standardized(String input) {
		Map<String, Object> last = Map.of("axes", List.of(-1));
		String centred = node("Sub", input, node("ReduceMean", last, input));
		String variance = node("ReduceMean", last, node("Pow", centred, number(2)));
		return node("Div", centred, node("Sqrt", node("Add", variance, number(1e-5))));
	}

	/** A normalization as one node. */
	String layerNormalization(String input) {
		return node("LayerNormalization", input, vector(), vector());
	}

	/** A product with weights, and a bias. */
	String projected(String input) {
		return node("Add", node("MatMul", input, this.builder.weights(WIDTH, WIDTH)), vector());
	}

	/** GELU by the error function, spelled out. */
	String gelu(String input, String half, String divisor) {
		String sum = node("Add", node("Erf", node("Div", input, divisor)), number(1));
		return node("Mul", node("Mul", input, sum), half);
	}

	/** Cut into heads and turned. */
	String byHead(String input) {
		return node("Transpose", Map.of("perm", List.of(0, 2, 1, 3)),
				node("Reshape", input, longs(0, 0, HEADS, WIDTH / HEADS)));
	}

	/** Heads turned so that they can be multiplied. */
	String transposed(String heads) {
		return node("Transpose", Map.of("perm", List.of(0, 1, 3, 2)), heads);
	}

	/** What is added to scores for a mask of 1 and 0: nothing, and a low number. */
	String added(String mask, double low) {
		String places = node("Unsqueeze", mask, longs(1, 2));
		return node("Mul", node("Sub", number(1), node("Cast", Map.of("to", 1), places)), number(low));
	}

	/** Padding left out. */
	String padding() {
		return added("attention_mask", -1e9);
	}

	/** Scores of all tokens for all tokens, scaled. */
	String scores(String input) {
		String scores = node("MatMul", byHead(projected(input)), transposed(byHead(projected(input))));
		return node("Div", scores, number(Math.sqrt(WIDTH / HEADS)));
	}

	/** Weights of tokens. */
	String softmax(String scores) {
		return node("Softmax", Map.of("axis", -1), scores);
	}

	/** The rest of attention. */
	String values(String weights, String input) {
		return joined(node("MatMul", weights, byHead(projected(input))));
	}

	/** Heads joined again. */
	String joined(String heads) {
		return node("Reshape", node("Transpose", Map.of("perm", List.of(0, 2, 1, 3)), heads), longs(0, 0, WIDTH));
	}

	/** Makes a tensor an output. */
	TransformerParts output(String name) {
		this.builder.output(name);
		return this;
	}

}
