package dev.semblance.encoders.internal.onnx;

import java.util.List;

/**
 * What must be known of an ONNX file before nodes are appended to it.
 *
 * @param operatorSet version of the default operator set
 * @param inputs what the graph takes, initializers left out
 * @param outputs what the graph gives
 * @param externalData names of the files that hold tensors outside the ONNX file
 */
public record OnnxModel(int operatorSet, List<TensorSignature> inputs, List<TensorSignature> outputs,
		List<String> externalData) {

	/**
	 * Copies the lists.
	 */
	public OnnxModel {
		inputs = List.copyOf(inputs);
		outputs = List.copyOf(outputs);
		externalData = List.copyOf(externalData);
	}

	/**
	 * Returns the names of the inputs.
	 * @return the names, in the order of the file
	 */
	public List<String> inputNames() {
		return this.inputs.stream().map(TensorSignature::name).toList();
	}

	/**
	 * Returns the names of the outputs.
	 * @return the names, in the order of the file
	 */
	public List<String> outputNames() {
		return this.outputs.stream().map(TensorSignature::name).toList();
	}

}
