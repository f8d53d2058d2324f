package dev.semblance.encoders.internal.optimizer;

import java.util.Map;
import java.util.Optional;

import dev.semblance.encoders.ModelPrecision;

/**
 * How far what a rewritten graph gives may be from what it gave before. What stands at
 * the place of padding does not matter.
 *
 * @param most the largest difference of two elements, as a part of the largest element
 * @param leastCosine the smallest cosine between two rows
 */
record Deviation(double most, double leastCosine) {

	/**
	 * Returns what is allowed.
	 * @param precision what the graph computes in
	 */
	static Deviation allowed(ModelPrecision precision) {
		return switch (precision) {
			case FP32, AUTO -> new Deviation(2e-5, 0.999999);
			case FP16 -> new Deviation(0.05, 0.9995);
			case INT8 -> new Deviation(1, 0.8);
		};
	}

	/**
	 * Compares two runs.
	 * @param batch what was run
	 * @param before what the graph gave before
	 * @param after what it gives now
	 * @return what is wrong, as the rest of a sentence, if anything is
	 */
	Optional<String> exceeded(ProbeBatch batch, Map<String, ProbedTensor> before, Map<String, ProbedTensor> after) {
		for (Map.Entry<String, ProbedTensor> output : before.entrySet()) {
			ProbedTensor now = after.get(output.getKey());
			if (now == null || !now.shape().equals(output.getValue().shape())) {
				return Optional.of("gives '%s' with the shape %s in place of %s".formatted(output.getKey(),
						(now == null) ? "of nothing" : now.shape(), output.getValue().shape()));
			}
			Optional<String> wrong = exceeded(batch, output.getKey(), output.getValue(), now);
			if (wrong.isPresent()) {
				return wrong;
			}
		}
		return Optional.empty();
	}

	private Optional<String> exceeded(ProbeBatch batch, String name, ProbedTensor before, ProbedTensor after) {
		int axes = before.shape().size();
		if (axes == 0 || before.values().length == 0) {
			return Optional.empty();
		}
		int length = Math.toIntExact(before.shape().get(axes - 1));
		boolean byToken = axes > 2 && before.shape().get(1) == batch.tokens();
		double largest = 0;
		double worst = 0;
		for (int row = 0; row < before.values().length / length; row++) {
			if (byToken && isPadding(batch, row, before)) {
				continue;
			}
			double product = 0;
			double square = 0;
			double squareAfter = 0;
			for (int i = row * length; i < (row + 1) * length; i++) {
				float first = before.values()[i];
				float second = after.values()[i];
				if (!(Math.abs(first - second) <= Float.MAX_VALUE)) {
					return Optional.of("gives %s in place of %s in '%s'".formatted(second, first, name));
				}
				worst = Math.max(worst, Math.abs(first - second));
				largest = Math.max(largest, Math.abs(first));
				product += (double) first * second;
				square += (double) first * first;
				squareAfter += (double) second * second;
			}
			double cosine = product / Math.max(Math.sqrt(square * squareAfter), Float.MIN_NORMAL);
			if (length > 1 && square > 0 && cosine < this.leastCosine) {
				return Optional.of("gives '%s' with a cosine of %.6f, and at least %.6f is asked for".formatted(name,
						cosine, this.leastCosine));
			}
		}
		return (worst > this.most * Math.max(1, largest)) ? Optional
			.of("gives '%s' with a difference of %.2e where elements are up to %.2e".formatted(name, worst, largest))
				: Optional.empty();
	}

	private static boolean isPadding(ProbeBatch batch, int row, ProbedTensor tensor) {
		int rowsOfToken = 1;
		for (int axis = 2; axis < tensor.shape().size() - 1; axis++) {
			rowsOfToken *= Math.toIntExact(tensor.shape().get(axis));
		}
		int token = row / rowsOfToken;
		return batch.mask()[token / batch.tokens()][token % batch.tokens()] == 0;
	}

}
