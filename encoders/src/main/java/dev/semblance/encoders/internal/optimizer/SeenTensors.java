package dev.semblance.encoders.internal.optimizer;

import java.util.Map;

/**
 * The tensors that were seen in a run.
 *
 * @param tensors the tensors by name
 */
record SeenTensors(Map<String, ProbedTensor> tensors) {

	/**
	 * Returns a tensor.
	 * @param name its name
	 * @return what it was seen to be
	 * @throws UnrecognizedException if it was not seen
	 */
	ProbedTensor get(String name) throws UnrecognizedException {
		ProbedTensor tensor = this.tensors.get(name);
		if (tensor == null) {
			throw new UnrecognizedException("tensor '%s' could not be seen".formatted(name));
		}
		return tensor;
	}

}
