package dev.semblance.encoders.internal.runtime;

import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.Map;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtSession;

/**
 * What one run gave, readable until the run's results are released.
 */
public final class ModelOutputs {

	private final Map<String, OnnxTensor> tensors = new HashMap<>();

	private final Map<String, FloatBuffer> pinned;

	ModelOutputs(OrtSession.Result result, Map<String, FloatBuffer> pinned) {
		for (Map.Entry<String, OnnxValue> output : result) {
			this.tensors.put(output.getKey(), (OnnxTensor) output.getValue());
		}
		this.pinned = pinned;
	}

	/**
	 * Returns an output of floats.
	 * @param name its name
	 * @return its values, row by row
	 */
	public FloatBuffer floats(String name) {
		FloatBuffer values = this.pinned.get(name);
		return (values != null) ? values : tensor(name).getFloatBuffer();
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
