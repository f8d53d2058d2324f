package dev.semblance.encoders.internal.onnx;

import java.util.List;

import dev.semblance.encoders.internal.model.Pooling;
import dev.semblance.encoders.internal.onnx.GraphOverlay.Attribute;

/**
 * The nodes that make one vector per text of a model's token vectors, so that a batch
 * leaves the device as texts times dimensions and not as texts times tokens times
 * dimensions. The arithmetic is that of sentence-transformers.
 */
public final class PoolingOverlay {

	/** The smallest token count to divide by. */
	private static final float LEAST_COUNT = 1e-9f;

	/** The smallest length to divide by, as torch.nn.functional.normalize has it. */
	private static final float LEAST_LENGTH = 1e-12f;

	/** What stands in for padding where the largest value is looked for. */
	private static final float BELOW_ALL = -1e9f;

	private final GraphOverlay overlay;

	private final String tokens;

	private final String mask;

	private PoolingOverlay(GraphOverlay overlay, String tokens, String mask) {
		this.overlay = overlay;
		this.tokens = tokens;
		this.mask = mask;
	}

	/**
	 * Appends pooling and normalization to a model.
	 * @param model the model
	 * @param tokens its output of token vectors, texts times tokens times dimensions
	 * @param mask name of its input that is 1 for tokens and 0 for padding
	 * @param pooling how token vectors become one vector
	 * @param normalize whether to bring vectors to unit length
	 * @param dimensions length of a vector
	 * @return the bytes to write behind the model, and the name of the new output
	 */
	public static Appended append(OnnxModel model, TensorSignature tokens, String mask, Pooling pooling,
			boolean normalize, int dimensions) {
		GraphOverlay overlay = new GraphOverlay(model.operatorSet());
		String floats = (tokens.elementType() == TensorSignature.FLOAT) ? tokens.name()
				: cast(overlay, tokens.name(), TensorSignature.FLOAT);
		PoolingOverlay pooler = new PoolingOverlay(overlay, floats, mask);
		String pooled = pooler.pool(pooling);
		String vectors = normalize ? pooler.normalize(pooled) : pooled;
		overlay.output(vectors, -1, dimensions);
		return new Appended(overlay.toByteArray(), vectors);
	}

	private String pool(Pooling pooling) {
		return switch (pooling) {
			case CLS -> this.overlay
				.squeeze(this.overlay.node("Gather", List.of(this.tokens, this.overlay.constant(0L)), axis(1)), 1);
			case MAX -> max();
			case MEAN -> divide(sum(), count());
			case MEAN_SQRT_LENGTH -> divide(sum(), this.overlay.node("Sqrt", List.of(count())));
		};
	}

	private String max() {
		String isToken = this.overlay.unsqueeze(cast(this.overlay, this.mask, TensorSignature.BOOL), 2);
		String masked = this.overlay.node("Where", List.of(isToken, this.tokens, this.overlay.constant(BELOW_ALL)));
		return this.overlay.squeeze(this.overlay.reduce("ReduceMax", masked, 1), 1);
	}

	/** A product of mask and token vectors adds up the tokens without a masked copy. */
	private String sum() {
		String row = this.overlay.unsqueeze(cast(this.overlay, this.mask, TensorSignature.FLOAT), 1);
		return this.overlay.squeeze(this.overlay.node("MatMul", List.of(row, this.tokens)), 1);
	}

	private String count() {
		String weights = cast(this.overlay, this.mask, TensorSignature.FLOAT);
		return this.overlay.node("Max",
				List.of(this.overlay.reduce("ReduceSum", weights, 1), this.overlay.constant(LEAST_COUNT)));
	}

	private String normalize(String vectors) {
		String length = this.overlay.reduce("ReduceL2", vectors, 1);
		return divide(vectors, this.overlay.node("Max", List.of(length, this.overlay.constant(LEAST_LENGTH))));
	}

	private String divide(String dividend, String divisor) {
		return this.overlay.node("Div", List.of(dividend, divisor));
	}

	private static Attribute axis(long axis) {
		return Attribute.integer("axis", axis);
	}

	private static String cast(GraphOverlay overlay, String tensor, int elementType) {
		return overlay.node("Cast", List.of(tensor), Attribute.integer("to", elementType));
	}

	/**
	 * What was appended.
	 *
	 * @param bytes what must be written behind the model
	 * @param output name of the new output, texts times dimensions
	 */
	@SuppressWarnings("ArrayRecordComponent")
	public record Appended(byte[] bytes, String output) {
	}

}
