package dev.semblance.encoders.internal.optimizer;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

import dev.semblance.encoders.internal.graph.GraphNode;

/**
 * What a chain of nodes does to each element of one tensor. Exporters spell an activation
 * in many ways, but there is only one function behind all of them: it is recognised by
 * its values.
 */
final class ScalarFunction {

	/** Longer chains are no activation. */
	private static final int MOST_NODES = 16;

	private final Numbers numbers;

	private final Map<String, Double> known = new HashMap<>();

	private int nodes;

	private ScalarFunction(Numbers numbers) {
		this.numbers = numbers;
	}

	/**
	 * Tells whether a tensor is a function of another one, element by element.
	 * @param numbers the graph's constants
	 * @param result the one tensor
	 * @param argument the other tensor
	 * @param function the function
	 * @return whether it is
	 */
	static boolean matches(Numbers numbers, String result, String argument, Function function) {
		for (double x = -6; x <= 6; x += 0.37) {
			ScalarFunction expression = new ScalarFunction(numbers);
			expression.known.put(argument, x);
			OptionalDouble value = expression.evaluate(result);
			if (value.isEmpty() || Math.abs(value.getAsDouble() - function.apply(x)) > 1e-5) {
				return false;
			}
		}
		return true;
	}

	private OptionalDouble evaluate(String name) {
		Double value = this.known.get(name);
		if (value != null) {
			return OptionalDouble.of(value);
		}
		OptionalDouble number = this.numbers.number(name);
		if (number.isPresent()) {
			return number;
		}
		GraphNode node = this.numbers.graph().producer(name);
		if (node == null || !node.domain().isEmpty() || ++this.nodes > MOST_NODES) {
			return OptionalDouble.empty();
		}
		OptionalDouble first = evaluate(node.input(0));
		OptionalDouble second = (node.inputs().size() == 2) ? evaluate(node.input(1)) : OptionalDouble.of(0);
		if (first.isEmpty() || second.isEmpty() || node.inputs().size() > 2) {
			return OptionalDouble.empty();
		}
		OptionalDouble result = apply(node.operator(), first.getAsDouble(), second.getAsDouble());
		result.ifPresent((known) -> this.known.put(name, known));
		return result;
	}

	private static OptionalDouble apply(String operator, double first, double second) {
		return switch (operator) {
			case "Add" -> OptionalDouble.of(first + second);
			case "Sub" -> OptionalDouble.of(first - second);
			case "Mul" -> OptionalDouble.of(first * second);
			case "Div" -> OptionalDouble.of(first / second);
			case "Pow" -> OptionalDouble.of(Math.pow(first, second));
			case "Sqrt" -> OptionalDouble.of(Math.sqrt(first));
			case "Tanh" -> OptionalDouble.of(Math.tanh(first));
			case "Erf" -> OptionalDouble.of(erf(first));
			default -> OptionalDouble.empty();
		};
	}

	/** Abramowitz and Stegun 7.1.26, right to 1.5e-7. */
	static double erf(double x) {
		double t = 1 / (1 + 0.3275911 * Math.abs(x));
		double polynomial = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592)
				* t;
		return Math.copySign(1 - polynomial * Math.exp(-x * x), x);
	}

	/**
	 * A function of one number.
	 */
	@FunctionalInterface
	interface Function {

		/** GELU by the error function. */
		Function GELU = (x) -> x / 2 * (1 + erf(x / Math.sqrt(2)));

		/** GELU by the hyperbolic tangent. */
		Function TANH_GELU = (x) -> x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));

		double apply(double x);

	}

}
