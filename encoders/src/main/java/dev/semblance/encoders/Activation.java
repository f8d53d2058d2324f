package dev.semblance.encoders;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What is applied to each number that a layer gives. Names are those of {@code torch.nn},
 * which model files use.
 */
public enum Activation {

	/** The number itself. */
	IDENTITY("Identity"),

	/** 1 / (1 + exp(-x)). */
	SIGMOID("Sigmoid"),

	/** Hyperbolic tangent. */
	TANH("Tanh"),

	/** The number or 0, whichever is larger. */
	RELU("ReLU"),

	/** x times the share of the normal distribution below x. */
	GELU("GELU"),

	/** x times its sigmoid. */
	SILU("SiLU"),

	/** log(1 + exp(x)). */
	SOFTPLUS("Softplus"),

	/** x / (1 + |x|). */
	SOFTSIGN("Softsign"),

	/** x, or x / 100 where it is negative. */
	LEAKY_RELU("LeakyReLU"),

	/** x, or exp(x) - 1 where it is negative. */
	ELU("ELU");

	private final String modelName;

	Activation(String modelName) {
		this.modelName = modelName;
	}

	/**
	 * Returns the name that model files use.
	 * @return the name of the class in {@code torch.nn}
	 */
	public String modelName() {
		return this.modelName;
	}

	/**
	 * Finds an activation by the class that model files name.
	 * @param className the class, for example {@code torch.nn.modules.activation.Sigmoid}
	 * @return the activation, if it is one of these
	 */
	public static Optional<Activation> ofClass(String className) {
		String simpleName = className.substring(className.lastIndexOf('.') + 1);
		return Arrays.stream(values()).filter((activation) -> activation.modelName.equals(simpleName)).findFirst();
	}

	/**
	 * Returns the names of all.
	 * @return the names
	 */
	public static List<String> modelNames() {
		return Arrays.stream(values()).map(Activation::modelName).toList();
	}

}
