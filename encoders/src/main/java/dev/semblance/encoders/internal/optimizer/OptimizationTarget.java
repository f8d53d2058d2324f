package dev.semblance.encoders.internal.optimizer;

import dev.semblance.encoders.ModelPrecision;

/**
 * What a graph is rewritten for.
 *
 * @param precision what it is to compute in, not {@code auto}
 * @param cuda whether it is to run on CUDA
 * @param unpadded whether padding is to be taken out of it, on CUDA only
 * @param reducedRange whether weights of eight bits must leave one of them unused, for
 * CPUs whose sums would overflow
 */
public record OptimizationTarget(ModelPrecision precision, boolean cuda, boolean unpadded, boolean reducedRange) {

	/**
	 * Refuses what cannot be.
	 */
	public OptimizationTarget {
		if (precision == ModelPrecision.AUTO || (unpadded && !cuda) || (cuda && precision == ModelPrecision.INT8)) {
			throw new IllegalArgumentException("%s, cuda %s, unpadded %s".formatted(precision, cuda, unpadded));
		}
	}

}
