package dev.semblance.encoders.internal.runtime;

import java.util.LinkedHashMap;
import java.util.Map;

import ai.onnxruntime.OnnxTensor;

/**
 * The tensors of one run, closed together.
 *
 * @param byName tensor by the name of the model's input
 */
record NamedTensors(Map<String, OnnxTensor> byName) implements AutoCloseable {

	NamedTensors() {
		this(new LinkedHashMap<>());
	}

	@Override
	public void close() {
		this.byName.values().forEach(OnnxTensor::close);
	}

}
