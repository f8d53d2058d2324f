package dev.semblance.encoders.internal.runtime;

import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Map;

import ai.onnxruntime.OnnxTensor;

/**
 * What one run gave, readable until the run's results are released.
 */
public final class ModelOutputs {

	private final Map<String, OnnxTensor> tensors;

	ModelOutputs(Map<String, OnnxTensor> tensors) {
		this.tensors = tensors;
	}

	/**
	 * Copies an output of floats.
	 * @param name its name
	 * @return its values, row by row
	 */
	public FloatBuffer floats(String name) {
		return tensor(name).getFloatBuffer();
	}

	/**
	 * Copies an output of whole numbers.
	 * @param name its name
	 * @return its values, row by row
	 */
	public LongBuffer longs(String name) {
		return tensor(name).getLongBuffer();
	}

	private OnnxTensor tensor(String name) {
		OnnxTensor tensor = this.tensors.get(name);
		if (tensor == null) {
			throw new IllegalStateException("Output '%s' was not asked for".formatted(name));
		}
		return tensor;
	}

}
