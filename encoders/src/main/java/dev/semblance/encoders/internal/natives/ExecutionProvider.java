package dev.semblance.encoders.internal.natives;

import java.util.List;
import java.util.Locale;

import dev.semblance.encoders.Device;

/**
 * What ONNX Runtime computes with on a GPU: a library of its own, loaded when it is asked
 * for.
 */
public enum ExecutionProvider {

	/** NVIDIA's CUDA. */
	CUDA,

	/** NVIDIA's TensorRT, which leaves to CUDA what it does not know. */
	TENSORRT;

	/**
	 * Returns what a device needs.
	 * @param gpu the device
	 * @return the providers, the first one first
	 */
	public static List<ExecutionProvider> of(Device.Gpu gpu) {
		return (gpu instanceof Device.TensorRt) ? List.of(TENSORRT, CUDA) : List.of(CUDA);
	}

	/** Names its library, without what the platform puts around it. */
	String library() {
		return "onnxruntime_providers_" + name().toLowerCase(Locale.ROOT);
	}

	@Override
	public String toString() {
		return (this == CUDA) ? "CUDA" : "TensorRT";
	}

}
