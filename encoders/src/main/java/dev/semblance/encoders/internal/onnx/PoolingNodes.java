package dev.semblance.encoders.internal.onnx;

import java.util.ArrayList;
import java.util.List;

import dev.semblance.encoders.internal.model.PoolingMode;
import dev.semblance.encoders.internal.onnx.GraphOverlay.Attribute;

/**
 * The nodes that make one vector per text of a model's token vectors. The arithmetic is
 * that of sentence-transformers; texts are filled up on the right.
 */
final class PoolingNodes {

	/** The smallest token count to divide by. */
	private static final float LEAST_COUNT = 1e-9f;

	/** What stands in for padding where the largest value is looked for. */
	private static final float BELOW_ALL = -1e9f;

	private final GraphOverlay overlay;

	private final String tokens;

	/** 1 for a token that counts, 0 for the others, as floats. */
	private final String mask;

	private final String attentionMask;

	private final boolean everyTokenCounts;

	/**
	 * Creates the nodes of one pooling.
	 * @param overlay where the nodes go
	 * @param tokens token vectors, texts times tokens times dimensions
	 * @param attentionMask whole numbers, 1 for tokens and 0 for padding
	 * @param countedMask whole numbers, 1 for tokens that count; may be the same
	 */
	PoolingNodes(GraphOverlay overlay, String tokens, String attentionMask, String countedMask) {
		this.overlay = overlay;
		this.tokens = tokens;
		this.attentionMask = attentionMask;
		this.everyTokenCounts = attentionMask.equals(countedMask);
		this.mask = overlay.cast(countedMask, TensorSignature.FLOAT);
	}

	String pool(List<PoolingMode> modes) {
		List<String> pooled = new ArrayList<>(modes.stream().map(this::pool).toList());
		return (pooled.size() == 1) ? pooled.get(0) : this.overlay.node("Concat", pooled, Attribute.integer("axis", 1));
	}

	private String pool(PoolingMode mode) {
		return switch (mode) {
			case CLS -> first();
			case MAX -> max();
			case MEAN -> divide(sum(this.mask), count(this.mask));
			case MEAN_SQRT_LENGTH -> divide(sum(this.mask), this.overlay.node("Sqrt", List.of(count(this.mask))));
			case WEIGHTED_MEAN -> weightedMean();
			case LAST_TOKEN -> last();
		};
	}

	private String first() {
		if (this.everyTokenCounts) {
			return this.overlay.squeeze(this.overlay.node("Gather", List.of(this.tokens, this.overlay.constant(0L)),
					Attribute.integer("axis", 1)), 1);
		}
		return sum(oneAt(this.overlay.constant(1f), running(this.mask)));
	}

	private String last() {
		String running = running(this.mask);
		return sum(oneAt(this.overlay.reduce("ReduceMax", running, 1), running));
	}

	/**
	 * Counted along each text, the token that counts first has 1, and the last the most.
	 */
	private String oneAt(String wanted, String running) {
		String there = this.overlay.cast(this.overlay.node("Equal", List.of(running, wanted)), TensorSignature.FLOAT);
		return this.overlay.node("Mul", List.of(there, this.mask));
	}

	private String running(String values) {
		return this.overlay.node("CumSum", List.of(values, this.overlay.constant(1L)));
	}

	private String weightedMean() {
		// Tokens that do not count keep their place in the counting.
		String positions = running(this.overlay.cast(this.attentionMask, TensorSignature.FLOAT));
		String weights = this.overlay.node("Mul", List.of(this.mask, positions));
		return divide(sum(weights), count(weights));
	}

	private String max() {
		String counts = this.overlay.unsqueeze(this.overlay.cast(this.mask, TensorSignature.BOOL), 2);
		String masked = this.overlay.node("Where", List.of(counts, this.tokens, this.overlay.constant(BELOW_ALL)));
		return this.overlay.squeeze(this.overlay.reduce("ReduceMax", masked, 1), 1);
	}

	/**
	 * A product of weights and token vectors adds up the tokens without a weighted copy.
	 */
	private String sum(String weights) {
		String row = this.overlay.unsqueeze(weights, 1);
		return this.overlay.squeeze(this.overlay.node("MatMul", List.of(row, this.tokens)), 1);
	}

	private String count(String weights) {
		return this.overlay.node("Max",
				List.of(this.overlay.reduce("ReduceSum", weights, 1), this.overlay.constant(LEAST_COUNT)));
	}

	private String divide(String dividend, String divisor) {
		return this.overlay.node("Div", List.of(dividend, divisor));
	}

}
