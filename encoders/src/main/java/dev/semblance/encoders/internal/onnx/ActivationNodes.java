package dev.semblance.encoders.internal.onnx;

import java.util.List;

import dev.semblance.encoders.Activation;
import dev.semblance.encoders.internal.onnx.GraphOverlay.Attribute;

/**
 * The nodes of an activation, from operators that every operator set has.
 */
final class ActivationNodes {

	private ActivationNodes() {
	}

	static String apply(GraphOverlay overlay, Activation activation, String input) {
		return switch (activation) {
			case IDENTITY -> input;
			case SIGMOID -> overlay.node("Sigmoid", List.of(input));
			case TANH -> overlay.node("Tanh", List.of(input));
			case RELU -> overlay.node("Relu", List.of(input));
			case GELU -> gelu(overlay, input);
			case SILU -> overlay.node("Mul", List.of(input, overlay.node("Sigmoid", List.of(input))));
			case SOFTPLUS -> overlay.node("Softplus", List.of(input));
			case SOFTSIGN -> overlay.node("Softsign", List.of(input));
			case LEAKY_RELU -> overlay.node("LeakyRelu", List.of(input), Attribute.number("alpha", 0.01f));
			case ELU -> overlay.node("Elu", List.of(input));
		};
	}

	private static String gelu(GraphOverlay overlay, String input) {
		String scaled = overlay.node("Mul", List.of(input, overlay.constant((float) Math.sqrt(0.5))));
		String share = overlay.node("Add", List.of(overlay.node("Erf", List.of(scaled)), overlay.constant(1f)));
		String half = overlay.node("Mul", List.of(input, overlay.constant(0.5f)));
		return overlay.node("Mul", List.of(half, share));
	}

}
